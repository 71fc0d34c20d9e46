import path from "node:path";
import {
  getAccessFallbackHTTPStatus,
  isHTTPAccessFallbackError,
} from "next/dist/client/components/http-access-fallback/http-access-fallback";
import { getURLFromRedirectError } from "next/dist/client/components/redirect";
import { isRedirectError } from "next/dist/client/components/redirect-error";
import { NextRequest } from "next/server";
import * as z from "zod";
import { peerHeader } from "@/lib/auth/peer";
import { currentSession } from "@/lib/auth/session";
import { toForm } from "@/tests/doors/call";
import { type Found, findDoors, holdsActions } from "@/tests/doors/inventory";
import { asRequest, laters } from "@/tests/doors/request";
import { type Answer, headersOf, type Sent } from "@/tests/doors/send";
import type { Way } from "./way";

const ORIGIN = "http://localhost:3000";
const ACTIONS = { "content-type": "text/x-component" };

const answer = (status: number, headers: Readonly<Record<string, string>> = {}, body = "") => ({
  status,
  headers: new Map(Object.entries(headers)),
  body,
});
type Said = ReturnType<typeof answer>;

/** An action's arguments, as Next reads them from what was sent; null where nobody can. */
function argumentsOf({ slug, fields, args }: NonNullable<Sent["action"]>): unknown[] | null {
  const form = toForm(fields);
  try {
    const read: unknown = JSON.parse(args ?? JSON.stringify([slug, null, "$K1"]), (_, value) =>
      value === "$K1" ? form : value,
    );
    return Array.isArray(read) ? read : null;
  } catch {
    return null;
  }
}

/** One part of a route's file beside the parts of a path that are left: what it takes of them, and under which name. */
function take(part: string, left: string[]): [string, string | string[] | undefined] | null {
  const [, dots, name = ""] = /^\[+(\.\.\.)?(\w+)\]+$/.exec(part) ?? [];
  if (name === "") return left.shift() === part ? ["", undefined] : null;
  if (!dots) {
    const value = left.shift();
    return value ? [name, value] : null;
  }
  const all = left.splice(0);
  return all.length > 0 || part.startsWith("[[") ? [name, all.length > 0 ? all : undefined] : null;
}

/** A route's parameters in a path; null where the path is not the route's. Throws where it cannot be decoded. */
export function paramsOf(
  file: string,
  pathname: string,
): Record<string, string | string[] | undefined> | null {
  const parts = path.posix.dirname(file).split("/").slice(1);
  const left = pathname.split("/").filter(Boolean).map(decodeURIComponent);
  const params: Record<string, string | string[] | undefined> = {};
  for (const part of parts) {
    if (/^\(.*\)$/.test(part)) continue;
    const taken = take(part, left);
    if (!taken) return null;
    const [name, value] = taken;
    if (name) params[name] = value;
  }
  return left.length === 0 ? params : null;
}

/** What Next makes of what a door throws: a way on, or that there is nothing. Anything else is an error of the server's. */
function thrown(error: unknown, isAction: boolean): Said {
  if (isHTTPAccessFallbackError(error)) return answer(getAccessFallbackHTTPStatus(error));
  if (!isRedirectError(error)) return answer(500, {}, String(error));
  const to = getURLFromRedirectError(error);
  return isAction ? answer(303, { "x-action-redirect": to }) : answer(307, { location: to });
}

async function act(run: (...args: unknown[]) => unknown, sent: Sent): Promise<Said> {
  const args = sent.action && argumentsOf(sent.action);
  if (!args) return answer(400);
  return answer(200, ACTIONS, JSON.stringify(await run(...args)) ?? "null");
}

async function ask(
  run: (...args: unknown[]) => unknown,
  { file }: Pick<Found, "file">,
  sent: Sent,
): Promise<Said> {
  const url = new URL(ORIGIN + sent.path);
  for (const [name, value] of Object.entries(sent.search)) url.searchParams.set(name, value);
  let params: ReturnType<typeof paramsOf>;
  try {
    params = paramsOf(file, url.pathname);
  } catch {
    return answer(400);
  }
  if (!params) return answer(404);
  const { method } = sent.form;
  const body = sent.body === undefined ? {} : { body: sent.body };
  const request = new NextRequest(url, { method, headers: headersOf(ORIGIN, sent), ...body });
  const response = z
    .instanceof(Response)
    .parse(await run(request, { params: Promise.resolve(params) }));
  const isStream = response.headers.get("content-type")?.startsWith("text/event-stream");
  const text = isStream ? "" : await response.text();
  if (isStream) await response.body?.cancel();
  return answer(response.status, Object.fromEntries(response.headers), text);
}

async function callOf({ file, name }: Pick<Found, "file" | "name">) {
  const module = z.record(z.string(), z.unknown()).parse({ ...(await import(path.resolve(file))) });
  const run = module[name];
  if (typeof run !== "function") throw new Error(`${file} has no ${name}`);
  return (...args: unknown[]): unknown => run(...args);
}

/**
 * Actions and routes by their own functions, as Next would call them: in the time of one call over HTTP there are many, and
 * Next's own reading of them is left out. For test files that put tests/doors/request.ts in place of `next/headers` and
 * `next/server`.
 */
export async function inside(): Promise<Way> {
  const doors = await findDoors();
  const done = async () => {
    await Promise.all(laters.splice(0));
  };
  return {
    origin: ORIGIN,
    actions: doors
      .filter(({ file }) => holdsActions(file))
      .map(({ id, file, name }) => ({ id, file, name, pages: ["app/o/[org]/page"] })),
    ask: async (found, sent): Promise<Answer> => {
      const run = await callOf(found);
      const host = { host: new URL(ORIGIN).host };
      const headers = { ...host, ...headersOf(ORIGIN, sent), ...peerHeader("127.0.0.1") };
      const began = performance.now();
      const said = await asRequest(
        sent.cookie,
        () => (sent.action ? act(run, sent) : ask(run, found, sent)),
        headers,
      ).catch((error: unknown) => thrown(error, sent.action !== null));
      await done();
      return { ...said, milliseconds: performance.now() - began };
    },
    enters: (slug, cookie) =>
      asRequest(cookie, async () => {
        const session = await currentSession();
        return session?.memberships.some((one) => one.slug === slug) ?? false;
      }),
    rest: done,
  };
}
