import "server-only";
import * as z from "zod";
import { AppError } from "@/lib/errors";
import type { Actor } from "@/lib/tenancy/actor";
import { stillHolds } from "@/lib/tenancy/recheck";
import type { Requirement } from "@/lib/tenancy/require";
import { route } from "./route";

type Spec = {
  readonly permission: Requirement;
  /** Calls `tick` when there is news since that instant; returns what stops it. */
  readonly subscribe: (actor: Actor, since: number, tick: () => void) => () => void;
  /** The one event that is sent, without a word of what it is about. */
  readonly event: string;
};

const HEARTBEAT = 20_000;
const RECHECK = 45_000;
const LIFETIME = 15 * 60_000;
const PER_SESSION = 12;
const PER_PROCESS = 5_000;

// One count for the process: the bundler may load this module more than once.
const held = globalThis as typeof globalThis & { standbyStreams?: Map<string, number> };
held.standbyStreams ??= new Map();
const streams = held.standbyStreams;

const input = z.object({
  since: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).catch(0),
});

/** Counts a stream in; throws busy where a session, or this process, holds too many. */
function enter(session: string): () => void {
  const open = streams.get(session) ?? 0;
  const all = [...streams.values()].reduce((sum, count) => sum + count, 0);
  if (open >= PER_SESSION || all >= PER_PROCESS) {
    throw new AppError("busy", "Too many pages are open. Close some and try again.");
  }
  streams.set(session, open + 1);
  return () => {
    const left = (streams.get(session) ?? 1) - 1;
    if (left > 0) streams.set(session, left);
    else streams.delete(session);
  };
}

/**
 * Server-sent events of an organisation: session, membership, permission, then one kind of event for at most
 * a quarter of an hour (browsers come back by themselves). Who signs out, is removed or loses the permission
 * is cut off within a minute.
 */
export function stream(spec: Spec) {
  return route({
    permission: spec.permission,
    input,
    shows: "nothing",
    async load({ actor }, { since }) {
      if (actor.key) throw new AppError("invalid", "Events are for pages. With a key, ask again.");
      return { actor, since };
    },
    respond: ({ actor, since }, request) =>
      new Response(events(spec, actor, since, request.signal, enter(actor.sessionHash)), {
        headers: {
          "Content-Type": "text/event-stream; charset=utf-8",
          "Cache-Control": "private, no-store, no-transform",
          "X-Accel-Buffering": "no", // nginx would hold events back
        },
      }),
  });
}

function events(
  { permission, subscribe, event }: Spec,
  actor: Actor,
  since: number,
  gone: AbortSignal,
  leave: () => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let stop = (_isOpen?: boolean): void => undefined;
  return new ReadableStream({
    start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text));
      const recheck = async () => {
        if (!(await stillHolds(actor, permission).catch(() => false))) stop();
      };
      send("retry: 3000\n\n");
      const beats = setInterval(() => send(":\n\n"), HEARTBEAT);
      const checks = setInterval(recheck, RECHECK);
      const end = setTimeout(() => stop(), LIFETIME);
      let unsubscribe = (): void => undefined;
      stop = (isOpen = !gone.aborted) => {
        stop = () => undefined;
        clearInterval(beats);
        clearInterval(checks);
        clearTimeout(end);
        gone.removeEventListener("abort", onGone);
        unsubscribe();
        leave();
        if (isOpen) controller.close();
      };
      const onGone = () => stop();
      gone.addEventListener("abort", onGone);
      unsubscribe = subscribe(actor, since, () => send(`event: ${event}\ndata: 1\n\n`));
      if (gone.aborted) stop();
    },
    cancel: () => stop(false),
  });
}
