/** The field of a form that says which request it is, so that sent again it is not done again. */
export const REQUEST_KEY = "idempotencyKey";

/** What an action answers. `fields` are messages beside the named form fields; `values` keep what was typed. */
export type Failure = {
  readonly code: string;
  readonly message: string;
  readonly fields?: Readonly<Record<string, readonly string[]>>;
};

export type Result<T> =
  | { readonly ok: true; readonly data: T }
  | {
      readonly ok: false;
      readonly error: Failure;
      readonly values?: Readonly<Record<string, string>>;
    };
