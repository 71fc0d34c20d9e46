import { readFileSync } from "node:fs";
import { checkSync } from "recheck";
import { beforeAll, expect, test, vi } from "vitest";
import { sourceFiles } from "@/tests/doors/inventory";
import { type Pattern, patternsOf } from "./patterns";

// Its own program in JavaScript is the same on every machine.
beforeAll(() => vi.stubEnv("RECHECK_SYNC_BACKEND", "pure"));

const files = [
  ...sourceFiles(),
  "middleware.ts",
  "instrumentation.ts",
  "instrumentation-client.ts",
];
const all = patternsOf(new Map(files.map((file) => [file, readFileSync(file, "utf8")])));
/** Of these recheck has said that they take time in proportion to the text; to find it out again takes minutes. */
const known = new Set(readFileSync("tests/asvs/linear-patterns.txt", "utf8").split("\n"));

const long = (pump: string, end: string, begin = "") =>
  begin + pump.repeat(Math.ceil(100_000 / pump.length)) + end;

/** Those that recheck cannot decide, or takes for slow where repeats are counted, with texts that should slow them down. */
const MEASURED: Readonly<Record<string, readonly string[]>> = {
  "/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]+-----END CERTIFICATE-----/g": [
    long("-----BEGIN CERTIFICATE-----", ""),
    long("A", "-----BEGIN", "-----BEGIN CERTIFICATE-----"),
    long("-----BEGIN CERTIFICATE-----A ", "!"),
  ],
  "/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]*[a-z0-9]$/": [
    long("a.a", "\0", "a-"),
    long("a", "\0"),
    long(`${"a".repeat(63)}.`, "-"),
  ],
  "/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g": [
    long("00000000-0", "-"),
    long("0", "-"),
    long("00000000-0000-0000-0000-", "-"),
  ],
  "/(standby(?:feed|scim)?_[0-9A-Za-z]{8})_[0-9A-Za-z]{38}/g": [
    long("standby_ynsa0nn", "\0"),
    long("standby_aaaaaaaa_a", "\0"),
  ],
  "/(reset|invitation|sign-up)(\\/|%2F)[\\w.-]{20,}/gi": [
    long("reset/", "!"),
    long("invitation%2Finvitation", "!"),
    long("sign-up/sign-up", "!"),
    long("sign-up.", "!", "sign-up/"),
    long("reset/reset-reset-reset", "!"),
  ],
  "/(?<![\\w.+-])[\\w.+-]+@[\\w-]+(\\.[\\w-]+)+/g": [
    long(".-", "\0"),
    long("a@", "\0"),
    long("a", "", "a@"),
    long("a@a-", "\0"),
  ],
};

/** The shortest of a few times that the processor took, in ms: however much else it does. */
function timeOf({ source, flags }: Pattern, text: string): number {
  const times = Array.from({ length: 3 }, () => {
    const began = process.cpuUsage();
    text.replace(new RegExp(source, flags), "");
    return process.cpuUsage(began).user / 1_000;
  });
  return Math.min(...times);
}

test("no regular expression takes longer than in proportion to what it reads, or 50 ms for 100 kB", () => {
  expect(all.length).toBeGreaterThan(100);
  const slow = all.flatMap((pattern) => {
    const texts = MEASURED[pattern.text];
    if (texts) return texts.some((text) => timeOf(pattern, text) > 50) ? [pattern.text] : [];
    if (known.has(pattern.text)) return [];
    const { status } = checkSync(pattern.source, pattern.flags, { timeout: 60_000 });
    return status === "safe" ? [] : [`${pattern.text}: ${status}`];
  });
  expect(slow).toEqual([]);
}, 600_000);

test.each([/^(a+)+$/, /\s*,\s*/, /(a|a)*b/])(
  "%s would be found",
  ({ source, flags }) => {
    expect(checkSync(source, flags, { timeout: 60_000 }).status).toBe("vulnerable");
  },
  120_000,
);
