import { createRequire } from "node:module";
import { NextRequest } from "next/server";
import * as z from "zod";
import { GET, POST } from "@/app/api/auth/[...nextauth]/route";
import { asRequest, headersOfRequest } from "./request";

// next-auth asks Next itself, where no mock reaches: it is given what `asRequest` was.
const require = createRequire(import.meta.url);
const place = require.resolve("next/headers");
require(place);
Object.assign(require.cache[place] ?? {}, { exports: headersOfRequest });

type Fields = Readonly<Record<string, string>>;

const request = (path: string, init: { method: string; headers?: Fields; body?: string }) =>
  new NextRequest(`http://localhost:3000/api/auth/${path}`, init);

const contextOf = (path: string) => ({ params: Promise.resolve({ nextauth: path.split("/") }) });

/** Asks next-auth's address, inside of `asRequest`. */
export const askNextAuth = (path: string, headers: Fields = {}): Promise<Response> =>
  GET(request(path, { method: "GET", headers }), contextOf(path));

/** Posts a form to next-auth's address, inside of `asRequest`. */
export function postNextAuth(path: string, fields: Fields): Promise<Response> {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const body = new URLSearchParams(fields).toString();
  return POST(request(path, { method: "POST", headers, body }), contextOf(path));
}

/** next-auth's token against forms of others, and the cookie that belongs to it. */
export async function csrfOfNextAuth() {
  const answer = await asRequest(null, () => askNextAuth("csrf"));
  const { csrfToken } = z.object({ csrfToken: z.string() }).parse(await answer.json());
  // As a browser sends them back, and Next reads them.
  const cookies = answer.headers
    .getSetCookie()
    .map((one) => decodeURIComponent(one.split(";")[0] ?? ""));
  return { csrfToken, cookie: cookies.join("; ") };
}
