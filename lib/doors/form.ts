import type { Failure, Result } from "@/lib/result";

/** A form's fields as an object: `name[]` is always a list, the rest the last value sent. Next's own are left out. */
export function toObject(form: FormData): Record<string, unknown> {
  const names = [...new Set(form.keys())].filter((name) => !name.startsWith("$ACTION"));
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
      typeof value === "string" &&
      !name.startsWith("$ACTION") &&
      !SECRET.test(name) &&
      value.length < 10_000
        ? [[name, value]]
        : [],
    ),
  );
}

export function failure<T>(error: Failure, form: FormData): Result<T> {
  return { ok: false, error, values: typed(form) };
}
