import "server-only";
import { Client } from "pg";
import * as z from "zod";
import { env } from "@/lib/env";
import { report } from "@/lib/report";

type Tell = () => void;

type Listener = {
  /** Who wants to know, by organisation. */
  readonly wanted: Map<string, Set<Tell>>;
  /** When something was last published, by organisation, since `listensSince`. */
  readonly last: Map<string, number>;
  client: Client | null;
  /** Nothing published since then was missed; null while the connection is down. */
  listensSince: number | null;
  failures: number;
};

// One for the process: the bundler may load this module once for every route.
const held = globalThis as typeof globalThis & { standbyListener?: Listener };
held.standbyListener ??= {
  wanted: new Map(),
  last: new Map(),
  client: null,
  listensSince: null,
  failures: 0,
};
const listener = held.standbyListener;

const CHANNEL = "standby_published";
const LONGEST_WAIT = 30_000;
const MOST_REMEMBERED = 10_000;
/** Clocks of two instances may differ by this much. */
const SLACK = 2_000;

const payloadSchema = z.object({ orgId: z.uuid() });

function tell(orgId: string): void {
  if (listener.last.size >= MOST_REMEMBERED) forget();
  listener.last.set(orgId, Date.now());
  for (const one of listener.wanted.get(orgId) ?? []) one();
}

/** What was missed is not known any more: whoever asks from here on is told once to be sure. */
function forget(): void {
  listener.last.clear();
  listener.listensSince = Date.now();
}

function onNotification({ payload }: { payload?: string | undefined }): void {
  try {
    tell(payloadSchema.parse(JSON.parse(payload ?? "")).orgId);
  } catch (error) {
    report(error);
  }
}

function lost(client: Client): void {
  if (listener.client !== client) return;
  listener.client = null;
  listener.listensSince = null;
  client.removeAllListeners();
  client.on("error", () => undefined); // a broken connection may complain again while it closes
  client.end().catch(() => undefined);
  const wait = Math.min(LONGEST_WAIT, 500 * 2 ** listener.failures);
  listener.failures += 1;
  if (listener.wanted.size > 0) setTimeout(start, wait).unref();
}

function start(): void {
  if (listener.client) return;
  const client = new Client({ connectionString: env().DATABASE_URL, keepAlive: true });
  listener.client = client;
  client.on("error", () => lost(client));
  client.on("end", () => lost(client));
  client.on("notification", onNotification);
  client
    .connect()
    .then(() => client.query(`LISTEN ${CHANNEL}`))
    .then(() => {
      listener.failures = 0;
      forget();
      for (const orgId of listener.wanted.keys()) tell(orgId);
    })
    .catch(() => lost(client));
}

/**
 * Calls `told` after every publication in the organisation, whichever instance it happened on, and whenever
 * one may have been missed: at once when that may be so since `since` (ms since the epoch). One connection
 * of the process serves everybody; it comes back by itself. Returns what stops it.
 */
export function onPublished(orgId: string, since: number, told: Tell): () => void {
  const others = listener.wanted.get(orgId) ?? new Set<Tell>();
  listener.wanted.set(orgId, others.add(told));
  if (listener.listensSince === null) start();
  else if (
    since < listener.listensSince + SLACK ||
    (listener.last.get(orgId) ?? 0) >= since - SLACK
  )
    told();
  return () => {
    others.delete(told);
    if (others.size === 0 && listener.wanted.get(orgId) === others) listener.wanted.delete(orgId);
  };
}
