import { readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";
import { REQUEST_KEY } from "@/lib/result";

const MANIFEST = ".next/server/server-reference-manifest.json";
const manifestSchema = z.object({
  node: z.record(z.string(), z.object({ exportedName: z.string(), filename: z.string() })),
});

/** The ids by which the built application knows its server actions, by file and name. */
export async function readActions(): Promise<(file: string, name: string) => string> {
  const { node } = manifestSchema.parse(JSON.parse(await readFile(MANIFEST, "utf8")));
  return (file, name) => {
    const found = Object.entries(node).find(
      ([, action]) => action.filename.endsWith(file) && action.exportedName === name,
    );
    if (!found) throw new Error(`There is no action ${name} of ${file} in the build.`);
    return found[0];
  };
}

/** An action's answer: done, with where it leads; or the code of the refusal that its form would show. */
export type Answer =
  | { readonly ok: true; readonly to: string }
  | { readonly ok: false; readonly code: string };

export type Call = {
  readonly origin: string;
  readonly page: string;
  readonly action: string;
  readonly slug: string;
  readonly cookie: string;
  readonly key: string;
  readonly fields: Readonly<Record<string, string>>;
};

const rowSchema = z.union([
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), error: z.object({ code: z.string() }) }),
]);
/** Not about the request: to be sent again. */
const LATER: readonly string[] = ["internal", "busy", "unavailable"];
const ANSWER_MS = 20_000;

/** Sends a form to an action as React does in a browser. Null: no answer that says how it went. */
async function send(call: Call): Promise<Answer | null> {
  const body = new FormData();
  body.set(`_1_${REQUEST_KEY}`, call.key);
  for (const [name, value] of Object.entries(call.fields)) body.set(`_1_${name}`, value);
  body.set("0", JSON.stringify([call.slug, null, "$K1"]));
  const response = await fetch(call.origin + call.page, {
    method: "POST",
    headers: {
      accept: "text/x-component",
      "next-action": call.action,
      "sec-fetch-site": "same-origin",
      origin: call.origin,
      cookie: call.cookie,
    },
    body,
    redirect: "manual",
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  const text = await response.text();
  const to = response.headers.get("x-action-redirect")?.split(";")[0];
  // To the sign-in page: the session could not be read.
  if (to !== undefined) return to.startsWith(`/o/${call.slug}/`) ? { ok: true, to } : null;
  return response.status < 400 ? readRows(text) : null;
}

/** React's answer is a line for each row; one of them is what the action gave back. */
function readRows(text: string): Answer | null {
  for (const [, json = ""] of text.matchAll(/^[0-9a-f]+:(\{"ok":.*\})$/gm)) {
    const row = rowSchema.parse(JSON.parse(json));
    if (row.ok) return { ok: true, to: "" };
    return LATER.includes(row.error.code) ? null : { ok: false, code: row.error.code };
  }
  return null;
}

/** Sends until there is an answer, under the same key. Tells how often it had to. */
export async function sendUntilAnswered(call: Call, retried: () => void): Promise<Answer> {
  for (;;) {
    // With a clock of our own: the fetch of a server that was killed may never end, its signal unheard.
    const answer = await Promise.race([send(call).catch(() => null), pause(ANSWER_MS, null)]);
    if (answer) return answer;
    retried();
    await pause(100 + Math.random() * 200);
  }
}
