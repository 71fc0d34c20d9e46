import { expect, test } from "vitest";
import { toObject, typed } from "./form";

function form(...fields: [string, string][]): FormData {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  return data;
}

test("a name with [] is always a list, another the last value; Next's own fields are left out", () => {
  expect(toObject(form(["a", "1"], ["a", "2"], ["b[]", "x"], ["$ACTION_ID_1", ""]))).toEqual({
    a: "2",
    b: ["x"],
  });
});

test("a form cannot reach the prototype", () => {
  const fields = toObject(form(["__proto__[]", "x"], ["constructor", "y"]));
  expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
  expect(({} as Record<string, unknown>).x).toBeUndefined();
});

test("what was typed comes back, secrets do not", () => {
  expect(typed(form(["email", "a@b.example"], ["password", "p"], ["token", "t"]))).toEqual({
    email: "a@b.example",
  });
});
