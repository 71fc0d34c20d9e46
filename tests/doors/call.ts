import path from "node:path";
import { isHTTPAccessFallbackError } from "next/dist/client/components/http-access-fallback/http-access-fallback";
import { getURLFromRedirectError } from "next/dist/client/components/redirect";
import { isRedirectError } from "next/dist/client/components/redirect-error";
import * as z from "zod";
import type { Found } from "./inventory";
import { asRequest } from "./request";
import type { Fields, Sample } from "./sample";
import type { Holder, World } from "./world";

/** What came of a call: let in, hidden (404), sent to sign-in, to confirm or to wait, or the code of the error that was answered. */
export type Outcome = string;

const answer = z.object({ ok: z.boolean(), error: z.object({ code: z.string() }).optional() });
const failure = z.object({ error: z.object({ code: z.string() }) });

/** What a form sends; one that is a form already, as it is. */
export function toForm(fields: Fields | FormData): FormData {
  if (fields instanceof FormData) return fields;
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === "string") form.append(name, value);
    else for (const one of value) form.append(`${name}[]`, one);
  }
  return form;
}

/** What a page, route or action threw: Next's words for not found and for a redirect. */
function thrown(error: unknown): Outcome {
  if (isHTTPAccessFallbackError(error)) return "not_found";
  if (!isRedirectError(error)) throw error;
  const to = getURLFromRedirectError(error);
  if (to.startsWith("/second-factor")) return "factor_missing";
  if (to === "/sign-in?erased=1") return "ok";
  if (to.startsWith("/busy")) return "busy";
  return to.startsWith("/sign-in") ? "sign-in" : to.startsWith("/confirm") ? "confirm" : "ok";
}

async function outcomeOf(result: unknown): Promise<Outcome> {
  if (result instanceof Response) {
    if (!result.ok) return failure.parse(await result.json()).error.code;
    await result.body?.cancel(); // a stream would never end
    return "ok";
  }
  const { success, data } = answer.safeParse(result);
  return success ? (data.error?.code ?? "ok") : "ok";
}

/** Calls a door's own function as Next would, with the member's session. */
export async function call(
  found: Found,
  world: World,
  sample: Sample,
  caller: Pick<Holder, "cookie">,
  fields: Fields,
): Promise<Outcome> {
  const module = z
    .record(z.string(), z.unknown())
    .parse({ ...(await import(path.resolve(found.file))) });
  const run = module[found.name];
  if (typeof run !== "function") throw new Error(`${found.id} is no function`);
  const params = { org: world.slug, ...sample.params?.(world) };
  const search = sample.search?.(world) ?? {};
  const props = {
    params: Promise.resolve(params),
    searchParams: Promise.resolve(search),
    children: null,
  };
  const asked = new Request(`http://localhost/?${new URLSearchParams(search)}`);
  const calls = {
    page: () => run(props),
    layout: () => run(props),
    route: () => run(asked, props),
    action: () => run(world.slug, null, toForm(fields)),
  };
  const kind = found.door?.kind;
  if (!kind || kind === "account") throw new Error(`${found.id} is no door of an organisation`);
  return asRequest(caller.cookie, async () => outcomeOf(await calls[kind]())).catch(thrown);
}
