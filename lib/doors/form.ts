import * as z from "zod";
import { AppError } from "@/lib/errors";
import { type Failure, REQUEST_KEY, type Result } from "@/lib/result";

/** Next's own fields, and the key of the request: no input of the action's. */
const isOurs = (name: string): boolean => name === REQUEST_KEY || name.startsWith("$ACTION");

/** A form's fields as an object: `name[]` is always a list, the rest the last value sent; our own are left out. */
export function toObject(form: FormData): Record<string, unknown> {
  const names = [...new Set(form.keys())].filter((name) => !isOurs(name));
  // Not by assignment: a field named `__proto__` would set the prototype.
  return Object.fromEntries(
    names.map((name) =>
      name.endsWith("[]")
        ? [name.slice(0, -2), form.getAll(name)]
        : [name, form.getAll(name).at(-1)],
    ),
  );
}

const SECRET = /password|token|secret|code/i;

/** What was typed, to show it again beside the error. Never a secret, never a file. */
export function typed(form: FormData): Record<string, string> {
  return Object.fromEntries(
    [...form.entries()].flatMap(([name, value]) =>
      typeof value === "string" && !isOurs(name) && !SECRET.test(name) && value.length < 10_000
        ? [[name, value]]
        : [],
    ),
  );
}

const keySchema = z.string().regex(/^[\w-]{16,64}$/);

/**
 * The key of a form that may be sent again, and all else that it says, with the action that it is sent to; null for one
 * without. Throws invalid.
 */
export function sentOf(
  action: string,
  form: FormData,
): { readonly key: string; readonly text: string } | null {
  if (!form.has(REQUEST_KEY)) return null;
  const key = keySchema.safeParse(form.get(REQUEST_KEY));
  if (!key.success) throw new AppError("invalid", "That was no form of ours.");
  const said = [...form.entries()]
    .filter(([name]) => !isOurs(name))
    .map(([name, value]) => [name, typeof value === "string" ? value : [value.name, value.size]]);
  return { key: key.data, text: JSON.stringify([action, ...said]) };
}

export function failure<T>(error: Failure, form: FormData): Result<T> {
  return { ok: false, error, values: typed(form) };
}
