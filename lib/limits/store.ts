import "server-only";
import { Redis } from "ioredis";
import pg from "pg";
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRedis,
} from "rate-limiter-flexible";
import { env } from "@/lib/env";
import { LIMITS, type Limit, type LimitName } from "./limits";

type Store = {
  readonly counter: (name: LimitName) => RateLimiterAbstract;
  readonly close: () => Promise<void>;
};

// One for the process: the bundler may load this module more than once.
const held = globalThis as typeof globalThis & { standbyLimits?: Store };

/** What counts towards a limit: in the store that the settings name, or in this process. */
export function counter(name: LimitName): RateLimiterAbstract {
  held.standbyLimits ??= openStore(env().STANDBY_LIMITS_URL, env().DATABASE_AUTH_URL);
  return held.standbyLimits.counter(name);
}

/** Lets go of the store; the next count opens it again. */
export async function closeLimits(): Promise<void> {
  const store = held.standbyLimits;
  delete held.standbyLimits;
  await store?.close();
}

type Settings = {
  readonly keyPrefix: string;
  readonly points: number;
  readonly duration: number;
};
type Kind = {
  readonly make: (
    settings: Settings & { insuranceLimiter: RateLimiterMemory },
  ) => RateLimiterAbstract;
  readonly close: () => Promise<void>;
};

/** A store of its own: what one server has. Tests open several, as several servers would. */
export function openStore(redisUrl: string | undefined, databaseUrl: string): Store {
  const { make, close } = redisUrl === undefined ? inPostgres(databaseUrl) : inRedis(redisUrl);
  const counters = new Map<LimitName, RateLimiterAbstract>();
  const factor = env().LIMITS_FACTOR;
  const open = (name: LimitName): RateLimiterAbstract => {
    const limit: Limit = LIMITS[name];
    const settings: Settings = {
      keyPrefix: `standby-${name}`,
      points: Math.ceil(limit.points * (limit.scaled ? factor : 1)),
      duration: limit.seconds,
    };
    if (limit.counted === "here") return new RateLimiterMemory(settings);
    return make({ ...settings, insuranceLimiter: new Insurance(settings) });
  };
  return {
    counter: (name) => {
      const known = counters.get(name);
      if (known) return known;
      const made = open(name);
      counters.set(name, made);
      return made;
    },
    close,
  };
}

/** Counts in this process while the store does not answer: nobody is locked out by that, and no limit is gone. */
class Insurance extends RateLimiterMemory {
  private static toldAt = Number.NEGATIVE_INFINITY;

  override consume(...args: Parameters<RateLimiterMemory["consume"]>) {
    if (performance.now() - Insurance.toldAt > 60_000) {
      Insurance.toldAt = performance.now();
      tell(new Error("The store of limits does not answer: each server counts for itself."));
    }
    return super.consume(...args);
  }
}

/** Loaded when there is something to tell: scripts, which sign nobody in, run without what reports to Sentry. */
function tell(error: Error): void {
  import("@/lib/report").then(({ report }) => report(error)).catch(console.error);
}

/** As standby_auth, which signs people in: no role more for the operator, and a pool that others cannot use up. */
function inPostgres(connectionString: string): Kind {
  const pool = new pg.Pool({
    connectionString,
    max: 4,
    connectionTimeoutMillis: 10_000,
    statement_timeout: 5_000,
    allowExitOnIdle: true,
  });
  pool.on("error", () => undefined); // a connection that broke while idle: the next count opens another
  return {
    make: (settings) =>
      new RateLimiterPostgres({
        ...settings,
        storeClient: pool,
        storeType: "pool",
        tableName: "RateLimit",
        tableCreated: true, // by a migration
        // The library removes what expired an hour ago, every five minutes; for all limits, if one asks for it.
        clearExpiredByTimeout: settings.keyPrefix === "standby-guess-stranger",
      }),
    close: () => pool.end(),
  };
}

function inRedis(url: string): Kind {
  const client = new Redis(url, {
    maxRetriesPerRequest: 1,
    commandTimeout: 5_000,
    retryStrategy: (times) => Math.min(times * 50, 500),
  });
  client.on("error", () => undefined); // it connects again by itself, and meanwhile the insurance counts
  return {
    make: (settings) => new RateLimiterRedis({ ...settings, storeClient: client }),
    close: async () => {
      client.disconnect();
    },
  };
}
