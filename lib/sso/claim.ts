import type { FailureReason } from "./schema";

/** What a provider said of who came: `subject` names them there, for ever; the rest is what it calls them now. */
export type Claim = {
  readonly provider: string;
  readonly subject: string;
  readonly label: string;
  /** When they last signed in there, in ms since the epoch; null where it does not say. */
  readonly authenticatedAt: number | null;
};

/** An expected failure of a sign-in by a provider. `cause` is for nobody's eyes but the developer's. */
export class SsoFailure extends Error {
  readonly reason: FailureReason;

  constructor(reason: FailureReason, cause?: unknown) {
    super(reason, { cause });
    this.name = "SsoFailure";
    this.reason = reason;
  }
}
