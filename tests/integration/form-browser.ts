import { getURLFromRedirectError } from "next/dist/client/components/redirect";
import { isRedirectError } from "next/dist/client/components/redirect-error";
import type { Result } from "@/lib/result";

/** The cookies of the one browser that a test has. */
export const jar = new Map<string, string>();
/** What the browser sends with each request, beside its cookies. */
export const sent = new Map<string, string>();
const laters: (() => unknown)[] = [];

/** In place of `next/headers`: the browser's cookies, and that the form was one of ours. */
export const nextHeaders = {
  headers: async () =>
    new Headers({
      "sec-fetch-site": "same-origin",
      "user-agent": "a test",
      ...Object.fromEntries(sent),
    }),
  cookies: async () => ({
    get: (name: string) => (jar.has(name) ? { name, value: jar.get(name) } : undefined),
    set: (name: string, value: string) => (value ? jar.set(name, value) : jar.delete(name)),
  }),
};

/** In place of `next/server`: what is put off until the answer is out waits for `settle`. */
export const nextServer = {
  after: (work: () => unknown) => void laters.push(work),
  connection: async () => undefined,
};

/** In place of `next/cache`. */
export const nextCache = { revalidatePath: () => undefined };

/** Does what was put off until the answer is out. */
export async function settle(): Promise<void> {
  for (const work of laters.splice(0)) await work();
}

type Act<T> = (previous: null, form: FormData) => Promise<Result<T>>;

/** Sends a form: where it leads to, what it gives back, or the code of the error. */
export async function send<T>(act: Act<T>, fields: Readonly<Record<string, string>>) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  try {
    const result = await act(null, form);
    return result.ok ? { data: result.data } : { error: result.error.code };
  } catch (error) {
    if (isRedirectError(error)) return { to: getURLFromRedirectError(error) };
    throw error;
  }
}

/** What a form gave back that went well. */
export async function given<T>(act: Act<T>, fields: Readonly<Record<string, string>>): Promise<T> {
  const { data, error } = await send(act, fields);
  if (data === undefined) throw new Error(`the form was refused: ${error}`);
  return data;
}
