import { expect, test } from "vitest";
import { REQUEST_KEY } from "@/lib/result";
import { sentOf, toObject, typed } from "./form";

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

test("a request is known by its key, and is no input", () => {
  const key = "0123456789abcdef";
  const sent = form(["$ACTION_ID_1", ""], [REQUEST_KEY, key], ["name", "x"]);
  expect(sentOf("add", sent)).toEqual({ key, text: '["add",["name","x"]]' });
  // The same words to another action are another request.
  expect(sentOf("remove", sent)?.text).not.toBe(sentOf("add", sent)?.text);
  expect(toObject(sent)).toEqual({ name: "x" });
  expect(typed(sent)).toEqual({ name: "x" });
  expect(sentOf("add", form(["name", "x"]))).toBeNull();
  expect(() => sentOf("add", form([REQUEST_KEY, "short"]))).toThrow(/no form of ours/);
});
