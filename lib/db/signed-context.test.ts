import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { contextKeyId, hmacBlocks, signContext } from "./signed-context";

const hmac = (key: Buffer, text: string): string => {
  const { inner, outer } = hmacBlocks(key);
  const within = createHash("sha256").update(inner).update(text).digest();
  return createHash("sha256").update(outer).update(within).digest("hex");
};

test("two hashes over the blocks are HMAC-SHA-256: RFC 4231, cases 1 and 2", () => {
  expect(hmac(Buffer.alloc(20, 0x0b), "Hi There")).toBe(
    "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
  );
  expect(hmac(Buffer.from("Jefe"), "what do ya want for nothing?")).toBe(
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  );
});

test("a context names key, organisation and moment, and is signed over the connection too", () => {
  const key = Buffer.alloc(32, 7);
  const claim = {
    orgId: "11111111-1111-4111-8111-111111111111",
    pid: 42,
    until: 1_800_000_000_000,
  };
  const signed = `app.context|${claim.orgId}|${claim.until}|${claim.pid}`;
  const said = [contextKeyId(key), claim.orgId, claim.until, hmac(key, signed)];
  expect(signContext(claim, key)).toBe(said.join("."));
  expect(contextKeyId(key)).not.toBe(contextKeyId(Buffer.alloc(32, 8)));
});
