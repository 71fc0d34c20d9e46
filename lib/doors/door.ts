import type * as z from "zod";
import type { Requirement } from "@/lib/tenancy/require";

/** What a way into the application asks of whoever comes: in an organisation a requirement, else an account or nothing. */
export type Door = {
  readonly kind: "page" | "layout" | "route" | "action" | "account";
  readonly asks: Requirement | "signed-in" | "anybody";
  /** Whether it wants a fresh proof of who comes. */
  readonly stepUp?: true | undefined;
  /** What its input is parsed by, before anything else looks at it. */
  readonly takes: readonly z.ZodType[];
};

/** Writes on a handler which door it stands behind, so that a test can walk all doors and miss none. */
export function asDoor<F extends object>(handler: F, door: Door): F & { readonly door: Door } {
  return Object.assign(handler, { door });
}
