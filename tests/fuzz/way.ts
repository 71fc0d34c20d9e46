import { setTimeout as pause } from "node:timers/promises";
import { READING } from "@/tests/doors/ask";
import type { Found } from "@/tests/doors/inventory";
import { type Answer, type Sent, send } from "@/tests/doors/send";
import { type BuiltAction, builtActions } from "@/tests/doors/targets";

/** How questions reach the product: over HTTP, or by its own functions. */
export type Way = {
  readonly origin: string;
  readonly actions: readonly BuiltAction[];
  readonly ask: (found: Pick<Found, "file" | "name">, sent: Sent) => Promise<Answer>;
  /** Whether a session opens the organisation. */
  readonly enters: (slug: string, cookie: string) => Promise<boolean>;
  /** Over when what was done after answers is. */
  readonly rest: () => Promise<void>;
};

/** In ms: what a call that was let in does after its answer is done by then. */
const AFTERMATH = 400;

/** The built application, as it listens there. */
export function overHttp(origin: string): Way {
  const [html] = READING;
  if (!html) throw new Error("no way to ask");
  const ask = (_: unknown, sent: Sent) => send(origin, sent);
  return {
    origin,
    actions: builtActions(),
    ask,
    enters: async (slug, cookie) => {
      const rest = { search: {}, headers: {}, action: null };
      const { status } = await send(origin, { path: `/o/${slug}`, form: html, cookie, ...rest });
      return status === 200;
    },
    rest: () => pause(AFTERMATH),
  };
}
