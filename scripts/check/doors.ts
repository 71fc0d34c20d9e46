import { freePort } from "@/lib/db/port";
import type { Asking } from "./ask-built";

/** In how many ways everything is asked (0: all), each of what there is and of what there is not; and how many at a time. */
export type Walk = { readonly rounds: number; readonly width: number };

/** How many pairs of each question are timed: of all doors, or of a few. */
export type Timing = { readonly pairs: number; readonly doors: "all" | "few" };

/**
 * How many requests, by how many organisations, how many at a time, for how long at most, and the seed that chooses
 * what is asked.
 */
export type Crowd = {
  readonly requests: number;
  readonly tenants: number;
  readonly width: number;
  readonly minutes: number;
  readonly seed: number;
};

/**
 * What to ask of every door: by whoever may not; whether the time of a refusal tells something; and by many
 * organisations at once.
 */
export type Asked = { readonly walk?: Walk; readonly times?: Timing; readonly crowd?: Crowd };

/** What the valid calls of tests/doors/samples-sso.ts need: their provider and their resolver are on this machine. */
export async function stageSettings(): Promise<Readonly<Record<string, string>>> {
  return { SSO_LOCAL: "on", SSO_DNS: `127.0.0.1:${await freePort()}` };
}

const FILES = {
  walk: ["tests/doors/http", "tests/doors/cache", "tests/doors/wire"],
  times: ["tests/doors/timing"],
  crowd: ["tests/doors/tenants"],
};

/** Requests to every door of one application, for `askBuilt`. */
export async function doorsAsking({ walk, times, crowd }: Asked): Promise<Asking> {
  return {
    project: "doors",
    files: [
      ...(walk ? FILES.walk : []),
      ...(times ? FILES.times : []),
      ...(crowd ? FILES.crowd : []),
    ],
    both: await stageSettings(),
    tests: {
      ...(walk && { DOORS_ROUNDS: String(walk.rounds), DOORS_WIDTH: String(walk.width) }),
      ...(times && { TIMED_PAIRS: String(times.pairs), TIMED_DOORS: times.doors }),
      ...(crowd && {
        TENANTS_REQUESTS: String(crowd.requests),
        TENANTS_COUNT: String(crowd.tenants),
        TENANTS_WIDTH: String(crowd.width),
        TENANTS_MINUTES: String(crowd.minutes),
        TENANTS_SEED: String(crowd.seed),
      }),
    },
  };
}

/** Requests to every door until it tells to wait, with budgets of a thousandth and many networks behind a proxy. */
export async function limitsAsking(): Promise<Asking> {
  const small = { LIMITS_FACTOR: "0.001", STANDBY_TRUSTED_PROXIES: "127.0.0.1,::1" };
  return { project: "limits", both: { ...(await stageSettings()), ...small }, tests: {} };
}
