export type Sms = {
  /** E.164. */
  readonly to: string;
  readonly text: string;
};

/** Sends text messages. Throws PermanentSmsError for what would be refused again, anything else for what may go well later. */
export type SmsProvider = { readonly send: (sms: Sms) => Promise<void> };

/** The number or the account was refused. */
export class PermanentSmsError extends Error {}
