import { PermanentSmsError, type SmsProvider } from "./sms-provider";

const TWILIO = "https://api.twilio.com";
const TIMEOUT_MS = 15_000;

type Account = {
  readonly accountSid: string;
  readonly token: string;
  /** A number, or the SID of a messaging service. */
  readonly from: string;
  /** The origin that speaks Twilio's HTTP. */
  readonly url: string;
};

/** Text messages by Twilio. Its library is large: it is loaded with the first message, not when the process starts. */
export function twilioSms({ accountSid, token, from, url }: Account): SmsProvider {
  return {
    async send({ to, text }) {
      const { default: twilio } = await import("twilio");
      const http = new twilio.RequestClient({ timeout: TIMEOUT_MS });
      const request = http.request.bind(http);
      http.request = (options) =>
        request({ ...options, uri: options.uri.replace(TWILIO, new URL(url).origin) });
      const client = twilio(accountSid, token, { httpClient: http });
      const sender = from.startsWith("MG") ? { messagingServiceSid: from } : { from };
      await client.messages.create({ to, body: text, ...sender }).catch(explain);
    },
  };
}

/** Twilio's own words quote the number: what is thrown on names only its codes. */
function explain(error: unknown): never {
  const status = field(error, "status");
  const words = `Twilio refused a message: status ${status}, code ${field(error, "code")}`;
  // Too many at once, and whatever went wrong at their end or on the way, may go well later.
  const isFinal = typeof status === "number" && status >= 400 && status < 500 && status !== 429;
  throw isFinal ? new PermanentSmsError(words) : new Error(words);
}

function field(error: unknown, name: string): unknown {
  return typeof error === "object" && error !== null ? Reflect.get(error, name) : undefined;
}
