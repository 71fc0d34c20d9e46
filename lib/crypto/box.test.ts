import { beforeEach, expect, test, vi } from "vitest";
import { stubSettings } from "@/tests/support/settings";
import { sealUnder } from "./box";

const KEYS = {
  master: Buffer.alloc(32, "first").toString("base64"),
  autumn: Buffer.alloc(32, "second").toString("base64"),
};
const PLACE = {
  table: "Member",
  column: "email",
  orgId: "9b2f3a52-1c55-4f38-8d7e-0f6f8a3c1f10",
  row: "0d7f5d40-9e02-4ef4-bb0c-5d3f0e3f6a11",
};
const TEXT = "ana@example.com";

/** The rooms of a process that was started with these keys, the first one the present one. */
async function started(...ids: readonly (keyof typeof KEYS)[]) {
  vi.resetModules();
  vi.stubEnv("STANDBY_MASTER_KEY", "");
  vi.stubEnv("STANDBY_KEYS", ids.map((id) => `${id}:${KEYS[id]}`).join(","));
  return { ...(await import("./box")), ...(await import("./keys")) };
}

beforeEach(() => {
  stubSettings();
});

test("a ciphertext names its key, opens in its place, and is another one each time", async () => {
  const { open, seal, keyIdOf } = await started("autumn");
  const box = seal(TEXT, PLACE);
  expect(box).toMatch(/^2\.autumn\.[\w-]{16}\.[\w-]+$/);
  expect(keyIdOf(box)).toBe("autumn");
  expect(open(box, PLACE)).toBe(TEXT);
  expect(seal(TEXT, PLACE)).not.toBe(box);
  expect(open(seal("", PLACE), PLACE)).toBe("");
});

test.each([
  { table: "User" },
  { column: "name" },
  { orgId: "9b2f3a52-1c55-4f38-8d7e-0f6f8a3c1f11" },
  { row: "0d7f5d40-9e02-4ef4-bb0c-5d3f0e3f6a12" },
  { column: "email|x", orgId: "", row: "" },
])("moved to %j it opens nothing", async (elsewhere) => {
  const { open, seal } = await started("master");
  expect(() => open(seal(TEXT, PLACE), { ...PLACE, ...elsewhere })).toThrow();
});

test("every bit of it counts, and so does every sign", async () => {
  const { open, seal } = await started("master");
  const box = seal(TEXT, PLACE);
  const [version, id, iv = "", body = ""] = box.split(".");
  for (const [part, text] of [iv, body].entries()) {
    const bytes = Buffer.from(text, "base64url");
    for (let bit = 0; bit < 8 * bytes.length; bit += 1) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const parts = part === 0 ? [flipped, body] : [iv, flipped];
      const [newIv, newBody] = parts.map((one) =>
        typeof one === "string" ? one : one.toString("base64url"),
      );
      expect(() => open([version, id, newIv, newBody].join("."), PLACE)).toThrow();
    }
  }
  for (let i = 0; i < box.length; i += 1) {
    expect(() => open(box.slice(0, i), PLACE)).toThrow();
    const typed = `${box.slice(0, i)}${box[i] === "A" ? "B" : "A"}${box.slice(i + 1)}`;
    expect(() => open(typed, PLACE)).toThrow();
  }
  for (const longer of [`${box}A`, `${box}=`, `${box}.`, `${box}.A`, ` ${box}`])
    expect(() => open(longer, PLACE)).toThrow();
});

test("a tag that was cut, which Node would take, is refused", async () => {
  const { open } = await started("master");
  const iv = Buffer.alloc(12).toString("base64url");
  for (let bytes = 0; bytes < 16; bytes += 1) {
    const tag = Buffer.alloc(bytes).toString("base64url");
    expect(() => open(`2.master.${iv}.${tag}`, PLACE)).toThrow("unknown ciphertext");
  }
});

test("a former key reads and the present one writes; without the former one what it wrote is closed", async () => {
  const before = await started("master");
  const box = before.seal(TEXT, PLACE);
  const meanwhile = await started("autumn", "master");
  expect(meanwhile.open(box, PLACE)).toBe(TEXT);
  const anew = meanwhile.seal(TEXT, PLACE);
  const after = await started("autumn");
  expect(after.open(anew, PLACE)).toBe(TEXT);
  expect(() => after.open(box, PLACE)).toThrow("the master key of a ciphertext is not here");
  expect(() => after.open(box.replace(".master.", ".autumn."), PLACE)).toThrow();
});

test("what was encrypted before keys had names is under the first key", async () => {
  const { keyFor, keyRing } = await started("autumn", "master");
  const old = sealUnder(keyFor("box:Member.email", keyRing()[1]), TEXT, PLACE);
  expect(old).toMatch(/^1\./);
  const { open, keyIdOf } = await started("autumn", "master");
  expect(open(old, PLACE)).toBe(TEXT);
  expect(keyIdOf(old)).toBe("master");
  expect(() => open(old, { ...PLACE, row: "another" })).toThrow();
});

test("an index is looked for under every key, and stored under the present one", async () => {
  const former = (await started("master")).blindIndex("contact", "o", TEXT);
  const { blindIndex, blindIndexes } = await started("autumn", "master");
  const present = blindIndex("contact", "o", TEXT);
  expect(blindIndexes("contact", "o", TEXT)).toEqual([present, former]);
  expect(present).not.toBe(former);
  expect(blindIndex("contact", "p", TEXT)).not.toBe(present);
  expect(blindIndex("user.email", "o", TEXT)).not.toBe(present);
});
