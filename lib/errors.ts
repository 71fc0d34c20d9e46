/** What a caller can be told. Anything else that is thrown is a bug. */
export type ErrorCode =
  | "invalid"
  | "signed_out"
  | "not_found"
  | "refused"
  | "factor_missing"
  | "stale"
  | "conflict"
  | "busy"
  | "unavailable";

export const STATUS: Readonly<Record<ErrorCode, number>> = {
  invalid: 400,
  signed_out: 401,
  not_found: 404,
  refused: 403,
  factor_missing: 403,
  stale: 409,
  conflict: 409,
  busy: 429,
  unavailable: 503,
};

/** An expected failure. `message` is shown to the user: it says what happened and what to do next. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly fields: Readonly<Record<string, readonly string[]>> | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    fields?: Readonly<Record<string, readonly string[]>>,
  ) {
    super(message);
    this.name = "AppError";
    this.code = code;
    this.fields = fields;
  }
}
