import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { stubSettings } from "@/tests/support/settings";
import { secretsIn } from "./secret-shapes";

/** Keys that open nothing: of providers and servers that tests themselves are. */
const FIXTURES = [
  "tests/fixtures/saml/one.key",
  "tests/fixtures/saml/two.key",
  "tests/fixtures/tls/own.key",
];

/** Not the project's: what `.gitignore` names, and what git keeps for itself. */
const left = readFileSync(".gitignore", "utf8")
  .split("\n")
  .filter((line) => line.startsWith("/"))
  .map((line) => line.replaceAll(/^\/|\/$/g, ""));
const isLeft = (file: string) => left.includes(file) || /^\.git$|\.tsbuildinfo$/.test(file);

function projectFiles(folder = "."): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (isLeft(file)) return [];
    return entry.isDirectory() ? projectFiles(file) : [file];
  });
}

test("none is among the files of the project, but keys of tests that open nothing", () => {
  const all = projectFiles();
  expect(all.length).toBeGreaterThan(1_000);
  expect(all).toEqual(expect.arrayContaining([".env.example", "package-lock.json", ".npmrc"]));
  const shown = all.flatMap((file) =>
    secretsIn(readFileSync(file, "utf8")).map((what) => `${file}: ${what}`),
  );
  expect(shown.toSorted()).toEqual(FIXTURES.map((file) => `${file}: a private key`));
});

test("a secret among them would be seen, of whatever kind", () => {
  const long = "a1B2c3D4e5".repeat(6);
  for (const [text, what] of [
    [`-----BEGIN PRIVATE KEY-----\n${long}`, "a private key"],
    [`{"kty":"OKP","d":"${long}"}`, "a private JWK"],
    [`AKIA${"A1".repeat(8)}`, "a key of AWS"],
    [`ghp_${long.slice(0, 36)}`, "a token of GitHub"],
    [`//host/:_authToken=${long}`, "a token of npm"],
    [`xoxb-${long}`, "a token of Slack"],
    [`SK${"0f".repeat(16)}`, "a token of Twilio"],
    [`eyJ${long}.eyJ${long}.${long}`, "a signed token"],
    [`standby_${long.slice(0, 8)}_${long.slice(0, 38)}`, "a token of ours"],
    [`STANDBY_MASTER_KEY=${long.slice(0, 43)}=`, "a setting that is secret"],
    [`TWILIO_AUTH_TOKEN: "${long.slice(0, 32)}"`, "a setting that is secret"],
  ])
    expect(secretsIn(`x ${text}\n`), text).toEqual([what]);
});

test("none was among them at any time", () => {
  const log = ["log", "--all", "--unified=0", "--no-color", "--format=", "-p"];
  const others = ["--", ".", ...FIXTURES.map((file) => `:(exclude)${file}`)];
  let said: string;
  try {
    said = execFileSync("git", [...log, ...others], {
      encoding: "utf8",
      maxBuffer: 2 ** 30,
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch {
    // Whoever has the files without their history has nothing to look through.
    said = "";
  }
  const added = said.split("\n").filter((line) => line.startsWith("+"));
  expect(added.filter((line) => secretsIn(line).length > 0)).toEqual([]);
  // A key is of several lines.
  expect(secretsIn(added.map((line) => line.slice(1)).join("\n"))).toEqual([]);
});

describe("what opens something", () => {
  const needed = [
    "AUTH_SECRET",
    "DATABASE_AUTH_URL",
    "DATABASE_JOBS_URL",
    "DATABASE_URL",
    "STANDBY_MASTER_KEY",
  ];
  beforeEach(() => {
    vi.resetModules();
    stubSettings();
  });
  afterEach(() => vi.unstubAllEnvs());
  const begin = async () => (await import("@/lib/env")).env();

  test("have no default: what opens something is set, or the server does not start", async () => {
    // The others are of services that are not used without them.
    const opens = /SECRET|TOKEN|PASSWORD|_SID|_KEYS?\b|_URL$|_DSN/;
    const set = Object.entries(await begin()).flatMap(([name, value]) =>
      opens.test(name) && value !== undefined ? [name] : [],
    );
    // Its own address and Twilio's are everybody's.
    expect(set.toSorted()).toEqual([...needed, "STANDBY_URL", "TWILIO_URL"]);
    const example = readFileSync(".env.example", "utf8");
    expect(
      example.match(/^[A-Z_]*(SECRET|KEYS?|TOKEN|PASSWORD|SID|DSN|DATABASE\w*URL)=\S.*/gm),
    ).toBe(null);
  });

  test.each(needed)("without %s the server does not start", async (name) => {
    for (const value of [undefined, ""]) {
      vi.resetModules();
      vi.stubEnv(name, value);
      await expect(begin()).rejects.toThrow(name);
    }
  });

  test.each(["AUTH_SECRET", "STANDBY_MASTER_KEY"])("a short %s is none", async (name) => {
    vi.stubEnv(name, "short");
    await expect(begin()).rejects.toThrow(name);
  });
});
