import "server-only";
import { cookies } from "next/headers";
import * as z from "zod";
import { sessionCookie } from "@/lib/auth/token";
import { open, seal } from "@/lib/crypto/box";

const MINUTES = 10;

const flowSchema = z.object({
  provider: z.string(),
  purpose: z.enum(["sign-in", "link", "confirm"]),
  /** A path of ours to go on to. */
  to: z.string(),
  /** What its answer must hold; of SAML the request's id. */
  checks: z.union([
    z.object({ state: z.string(), nonce: z.string(), verifier: z.string() }),
    z.object({ requestId: z.string() }),
  ]),
  until: z.number(),
});

/** A browser on its way to a provider and back. */
export type Flow = Omit<z.output<typeof flowSchema>, "until">;

const foundSchema = z.object({
  provider: z.string(),
  name: z.string(),
  subjectHash: z.string(),
  label: z.string(),
  to: z.string(),
  until: z.number(),
});

/** Somebody whom a provider knows and no account of ours is linked to: waits for an account to take it. */
export type FoundIdentity = Omit<z.output<typeof foundSchema>, "until">;

type Kind = "flow" | "found";
const placeOf = (kind: Kind) => ({ table: "cookie", column: `sso-${kind}`, orgId: "", row: "" });

async function write(kind: Kind, value: object | null): Promise<void> {
  const { name, secure } = sessionCookie();
  const text = value && JSON.stringify({ ...value, until: Date.now() + MINUTES * 60_000 });
  (await cookies()).set(`${name}-sso-${kind}`, text ? seal(text, placeOf(kind)) : "", {
    httpOnly: true,
    secure,
    sameSite: "lax", // it comes along when a provider sends the browser back
    path: "/",
    maxAge: text ? MINUTES * 60 : 0,
  });
}

/** What this browser was given, unless it is too old or not ours. */
async function read<S extends z.ZodType<{ until: number }>>(
  kind: Kind,
  schema: S,
): Promise<z.output<S> | null> {
  const box = (await cookies()).get(`${sessionCookie().name}-sso-${kind}`)?.value;
  if (!box) return null;
  try {
    const value = schema.parse(JSON.parse(open(box, placeOf(kind))));
    return value.until > Date.now() ? value : null;
  } catch {
    return null;
  }
}

/** Remembers in this browser, and nowhere else, where it was sent: an answer that reaches another browser opens nothing. */
export const startFlow = (flow: Flow): Promise<void> => write("flow", flow);

/** Where this browser was sent, once. */
export async function takeFlow(): Promise<Flow | null> {
  const flow = await read("flow", flowSchema);
  await write("flow", null);
  return flow;
}

export const keepFound = (found: FoundIdentity): Promise<void> => write("found", found);
export const readFound = (): Promise<FoundIdentity | null> => read("found", foundSchema);
export const dropFound = (): Promise<void> => write("found", null);
