/** What a caller can be told. Anything else that is thrown is a bug. */
export type ErrorCode =
  | "invalid"
  | "signed_out"
  | "not_found"
  | "refused"
  | "factor_missing"
  | "confirm"
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
  confirm: 403,
  stale: 409,
  conflict: 409,
  busy: 429,
  unavailable: 503,
};

const WAITS: ReadonlySet<ErrorCode> = new Set(["busy", "unavailable"]);

/** An expected failure. `message` is shown to the user: it says what happened and what to do next. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly fields: Readonly<Record<string, readonly string[]>> | undefined;
  /** After how many seconds to try again; only for `busy` and `unavailable`. */
  readonly retryAfter: number | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    fields?: Readonly<Record<string, readonly string[]>>,
    retryAfter?: number,
  ) {
    super(message);
    this.name = "AppError";
    this.code = code;
    this.fields = fields;
    this.retryAfter = WAITS.has(code) ? (retryAfter ?? 30) : undefined;
  }
}

/** The header that says when to come back, for whoever is told to wait. */
export function retryHeader({ retryAfter }: AppError): Readonly<Record<string, string>> {
  return retryAfter === undefined ? {} : { "Retry-After": String(retryAfter) };
}
