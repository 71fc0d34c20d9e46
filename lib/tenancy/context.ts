import type { Instant } from "@/lib/schedule/types";
import type { Actor } from "./actor";
import type { TenantDb } from "./db";

/** What a query or command works with: who asks, their organisation's transaction, and the time. */
export type Context = {
  readonly actor: Actor;
  readonly db: TenantDb;
  readonly now: Instant;
  /** `now` is made up, for the history of a demo or of a test: what is published holds from it, and not from the present. */
  readonly isStaged?: true;
};
