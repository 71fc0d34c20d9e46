import type { FailureReason } from "./schema";

/** What a provider said of who came: `subject` names them there, for ever; the rest is what it calls them now. */
export type Claim = {
  readonly provider: string;
  readonly subject: string;
  readonly label: string;
  /** An address that the provider vouches for, in lower case; null where it says none, or that it is not verified. */
  readonly email: string | null;
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
