import { AsyncLocalStorage } from "node:async_hooks";

type Sent = { readonly cookie: string | null; readonly headers: Headers };

const sent = new AsyncLocalStorage<Sent>();

function present(): Sent {
  const found = sent.getStore();
  if (!found) throw new Error("outside of a request");
  return found;
}

/** The cookies of a header, one behind the other. */
const listed = (header: string | null) =>
  (header ?? "").split("; ").flatMap((one) => {
    const [name = "", value] = one.split(/=(.*)/s);
    return value ? [{ name, value }] : [];
  });

const OURS = { "sec-fetch-site": "same-origin", "user-agent": "a test" };

/** Runs work as Next would for a request with this cookie, from our own pages or with other headers. */
export function asRequest<T>(
  cookie: string | null,
  work: () => Promise<T>,
  other: Readonly<Record<string, string>> = OURS,
): Promise<T> {
  const headers = new Headers(other);
  return sent.run({ cookie, headers }, work);
}

/** In place of `next/headers`: what `asRequest` was given. */
export const headersOfRequest = {
  headers: async () => present().headers,
  cookies: async () => ({
    get: (name: string) => listed(present().cookie).find((one) => one.name === name),
    getAll: () => listed(present().cookie),
    set: () => undefined,
    delete: () => undefined,
  }),
};

/** What was begun for when an answer is out. */
export const laters: Promise<unknown>[] = [];

/** In place of `next/server`: what waits for the answer to be out is begun, and is in `laters` for who waits for it. */
export const serverOfRequest = {
  connection: async () => undefined,
  after: (work: () => Promise<unknown>) => void laters.push(work()),
};
