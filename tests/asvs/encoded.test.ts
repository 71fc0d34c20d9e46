import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { toObject } from "@/lib/doors/form";
import { readPeople } from "@/lib/import/csv";
import { decodeText } from "@/lib/import/decode";
import { parseJson } from "@/lib/import/json";
import { nowSchema } from "@/lib/roster/now-json";

/** Texts that mean something else to whoever decodes them once more than they were encoded. */
const TWICE = [
  "%252e%252e%252f",
  "%2e%2e%2f",
  "&amp;lt;script&amp;gt;",
  "&lt;script&gt;",
  "\\u003cscript\\u003e",
  "\\\\u0041",
  "%25253C",
  "&#x26;lt;",
  "=?utf-8?Q?=3D41?=",
  "+%2B+",
];

test.each(TWICE)("%s in a form is kept as it is", async (text) => {
  const urlencoded = new Request("http://localhost/", {
    method: "POST",
    body: new URLSearchParams({ name: text }),
  });
  expect(toObject(await urlencoded.formData())).toEqual({ name: text });
  const form = new FormData();
  form.append("name", text);
  const multipart = new Request("http://localhost/", { method: "POST", body: form });
  expect(toObject(await multipart.formData())).toEqual({ name: text });
});

test.each(TWICE)("%s in a query is kept as it is", (text) => {
  const address = new URL(`http://localhost/?search=${encodeURIComponent(text)}`);
  const { search } = nowSchema.parse(Object.fromEntries(address.searchParams));
  expect(search).toBe(text);
});

test.each(TWICE)("%s in a file is kept as it is, as text, CSV and JSON", (text) => {
  expect(decodeText(Buffer.from(text))).toBe(text);
  expect(parseJson(JSON.stringify({ name: text }))).toEqual({ ok: true, value: { name: text } });
  const people = readPeople(`name,email\n"${text}",ana@example.com\n`, {
    country: "DE",
    isZone: () => true,
  });
  expect(people.ok && people.people.map(({ name }) => name)).toEqual([text]);
});

test.each(TWICE)("%s is shown as it is: encoded once, and read back once", (text) => {
  const markup = renderToStaticMarkup(createElement("p", { title: text }, text));
  const once = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  expect(markup).toBe(`<p title="${once}">${once}</p>`);
});
