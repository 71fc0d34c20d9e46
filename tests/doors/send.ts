import { partsQuery } from "@/scripts/parts-query";
import type { Form } from "./ask";
import { toForm } from "./call";
import type { Fields } from "./sample";

/** One request, with all that it takes. */
export type Sent = {
  readonly path: string;
  readonly search: Readonly<Record<string, string>>;
  readonly form: Form;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookie: string | null;
  readonly action: Call | null;
  /** What is posted to a route, which is no action. */
  readonly body?: string;
};

/** An action's call. */
type Call = {
  readonly id: string;
  readonly slug: string;
  readonly fields: Fields | FormData;
  /** Its arguments as text, of which `$K1` is the form; organisation, former result and form if absent. */
  readonly args?: string | undefined;
};

export type Answer = {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
  readonly milliseconds: number;
};

/** An action's arguments as Next's router sends them. */
export function bodyOfAction({ slug, fields, args }: Call): FormData {
  const body = new FormData();
  for (const [name, value] of toForm(fields)) body.append(`_1_${name}`, value);
  body.append("0", args ?? JSON.stringify([slug, null, "$K1"]));
  return body;
}

/** The same as a browser without a script sends it. */
function bodyOfForm({ id, slug, fields, args }: Call): FormData {
  const body = toForm(fields);
  body.append("$ACTION_REF_1", "");
  body.append("$ACTION_1:0", JSON.stringify({ id, bound: "$@1" }));
  // React puts the form behind what is bound.
  const bound = args === undefined ? JSON.stringify([slug, null]) : args.replace(/,?"\$K1"/, "");
  body.append("$ACTION_1:1", bound);
  return body;
}

async function addressOf(origin: string, { path, search, form, headers }: Sent): Promise<URL> {
  const url = new URL(origin + path + (form.suffix ?? ""));
  const sum = await partsQuery({ ...form.headers, ...headers });
  const all = { ...search, ...(sum !== null && { _rsc: sum }) };
  for (const [name, value] of Object.entries(all)) url.searchParams.set(name, value);
  return url;
}

/** The headers of a request. Who forges the host forges the origin too, or Next would refuse it at once. */
export function headersOf(origin: string, sent: Sent): Readonly<Record<string, string>> {
  const { form, headers, cookie, action, body } = sent;
  const host = headers["x-forwarded-host"];
  const own = (action || body !== undefined) && {
    origin: host ? `https://${host}` : origin,
    "sec-fetch-site": "same-origin",
    ...(action && form.headers.accept !== "text/html" && { "next-action": action.id }),
  };
  return { ...form.headers, ...own, ...headers, ...(cookie !== null && { cookie }) };
}

/** Sends it, follows nothing, and takes as much of the answer as comes: a stream would not end. */
export async function send(origin: string, sent: Sent): Promise<Answer> {
  const { form, action } = sent;
  const url = await addressOf(origin, sent);
  const isForm = form.headers.accept === "text/html";
  const body = action ? (isForm ? bodyOfForm(action) : bodyOfAction(action)) : sent.body;
  const began = performance.now();
  const response = await fetch(url, {
    method: form.method,
    redirect: "manual",
    headers: headersOf(origin, sent),
    ...(body && { body }),
  });
  const isStream = response.headers.get("content-type")?.startsWith("text/event-stream");
  const text = isStream ? "" : await response.text();
  if (isStream) await response.body?.cancel();
  const milliseconds = performance.now() - began;
  return { status: response.status, headers: new Map(response.headers), body: text, milliseconds };
}
