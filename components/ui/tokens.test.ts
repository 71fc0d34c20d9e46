import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");

const tokens = new Map(
  [...read("../../app/globals.css").matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(
    ([, name = "", light = "", dark = ""]) => [name, { light, dark }] as const,
  ),
);

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

function colour(name: string, theme: "light" | "dark"): string {
  const found = tokens.get(name);
  if (!found) throw new Error(`globals.css has no colour ${name}`);
  return found[theme];
}

const on = (back: string, fronts: readonly string[]) =>
  fronts.map((front) => [front, back] as const);
const text = ["ink", "muted", "faint", "accent-text", "good", "warn", "bad"];
const readable = [
  ...["bg", "surface", "raised", "hover"].flatMap((back) => on(back, text)),
  ...["accent", "good", "warn", "bad"].flatMap((tone) => on(`${tone}-soft`, ["ink", "muted"])),
  ...on("accent-soft", ["accent-text"]),
  ...["good", "warn", "bad"].flatMap((tone) => on(`${tone}-soft`, [tone])),
  ...["accent", "accent-hover"].flatMap((back) => on(back, ["on-accent"])),
  ...on("bad-fill", ["on-bad"]),
];

test.each(["light", "dark"] as const)("text can be read in the %s theme", (theme) => {
  for (const [front, back] of readable) {
    const ratio = contrast(colour(front, theme), colour(back, theme));
    expect(ratio, `${front} on ${back}`).toBeGreaterThanOrEqual(4.5);
  }
});

test.each(["light", "dark"] as const)("edges of controls can be seen in the %s theme", (theme) => {
  for (const back of ["bg", "surface", "raised"]) {
    const ratio = contrast(colour("edge", theme), colour(back, theme));
    expect(ratio, `edge on ${back}`).toBeGreaterThanOrEqual(3);
  }
});

test("names can be read on every person's colour", () => {
  const rules = read("./people.css").matchAll(/\[data-person="\d+"\] \{([^}]*)\}/g);
  let checked = 0;
  for (const [rule, body = ""] of rules) {
    const fills = body.match(/--person:[^;]*/)?.[0].match(/#\w{6}/g) ?? [];
    const name = body.match(/--on-person: (#\w{6})/)?.[1] ?? "#ffffff";
    for (const fill of fills) {
      checked++;
      expect(contrast(fill, name), rule).toBeGreaterThanOrEqual(4.5);
    }
  }
  expect(checked).toBeGreaterThanOrEqual(12);
});
