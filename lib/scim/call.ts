import type { Instant } from "@/lib/schedule/types";
import type { TenantDb } from "@/lib/tenancy/db";
import type { ScimActor } from "@/lib/tenancy/scim";

/** What the work of a provider's request has at hand. */
export type ScimContext = {
  readonly actor: ScimActor;
  readonly db: TenantDb;
  readonly now: Instant;
};

export type ScimCall = {
  readonly method: string;
  /** What stands behind /scim/v2. */
  readonly path: readonly string[];
  readonly search: URLSearchParams;
  /** What was sent, as JSON; undefined without a body. */
  readonly body: unknown;
};

/** `body` undefined: nothing to say. `location` is the address of what was made. */
export type ScimAnswer = {
  readonly status: number;
  readonly body?: object;
  readonly location?: string;
};
