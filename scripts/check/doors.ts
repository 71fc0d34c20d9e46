import { freePort } from "@/lib/db/port";
import type { Asking } from "./ask-built";

/**
 * How many questions are asked (0: all), each of what there is and of what there is not; how many at a time; how many
 * are timed.
 */
export type Walk = { readonly asks: number; readonly width: number; readonly timed: number };

/** What the valid calls of tests/doors/samples-sso.ts need: their provider and their resolver are on this machine. */
export async function stageSettings(): Promise<Readonly<Record<string, string>>> {
  return { SSO_LOCAL: "on", SSO_DNS: `127.0.0.1:${await freePort()}` };
}

/** Requests to every door by whoever may not, for `askBuilt`. */
export async function doorsAsking({ asks, width, timed }: Walk): Promise<Asking> {
  return {
    project: "doors",
    both: await stageSettings(),
    tests: {
      DOORS_ASKS: String(asks),
      DOORS_WIDTH: String(width),
      DOORS_TIMED: String(timed),
    },
  };
}
