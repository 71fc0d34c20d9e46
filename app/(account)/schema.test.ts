import { expect, test } from "vitest";
import { codeSchema, signInSchema } from "./schema";

const after = (to: string) => [
  signInSchema.parse({ email: "ada@lumen.example", password: "p", to }).to,
  codeSchema.parse({ code: "123456", to }).to,
];

test.each([
  "//evil.example",
  "/\\evil.example",
  "https://evil.example",
  "javascript:alert(1)",
  "/\t/evil.example",
  "/..//evil.example",
  "/.//evil.example",
  "/%2e%2e//evil.example",
  "/o/../..//evil.example",
  "/o//evil.example",
  "o/lumen",
  "",
])("signing in does not lead to %j", (to) => {
  expect(after(to)).toEqual(["/organisations", "/organisations"]);
});

test.each(["/", "/o/lumen", "/o/lumen/log?of=a//b#c", "/invitation/abc"])(
  "signing in leads on to %j",
  (to) => {
    expect(after(to)).toEqual([to, to]);
  },
);
