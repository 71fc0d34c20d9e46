import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { currentSession } from "@/lib/auth/session";
import { removeMember } from "@/lib/members/commands";
import { removeConnection } from "@/lib/organisation/sso-commands";
import { requireMember } from "@/lib/tenancy/require";
import { as } from "@/scripts/demo-stage";
import { byPassword, connect, entered, linked, openSso, person, signInBy } from "./sso-stage";
import type { Tenant } from "./stage";

vi.mock("next/headers", async () => (await import("./sso-jar")).browserHeaders);
vi.mock("next/server", async () => (await import("./sso-jar")).serverOfTest);
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));

const NOW = Date.now();

const sso = await openSso();
const { owner, lumen, harbour, ours, theirs } = sso;
afterAll(() => sso.close());
beforeEach(() => sso.reset());

let made = 0;
/** A member of both organisations, whom both providers know. */
async function member(): Promise<string> {
  made += 1;
  const email = `lasting.${made}@lumen.example`;
  await person([lumen, harbour], email);
  for (const provider of [ours, theirs]) await linked(provider, email);
  return email;
}

/** All members of the organisation are signed out of it. */
const signedOut = ({ orgId }: Tenant) =>
  owner.query(
    `UPDATE "Member" SET "signedOutAt" = clock_timestamp() WHERE "orgId" = $1 AND "removedAt" IS NULL`,
    [orgId],
  );

const isIn = async () => (await currentSession()) !== null;

describe("a session that an organisation's provider opened", () => {
  /** As who manages members does, to whose session this browser has. */
  async function removed({ owner: by, slug }: Tenant): Promise<void> {
    const { memberId } = await requireMember(slug);
    await as(by, NOW, (context) => removeMember(context, { memberId }));
  }

  test("ends with the membership, unless another organisation's provider opened it, too", async () => {
    const email = await member();
    await signInBy(ours, email);
    expect(await isIn()).toBe(true);
    await signInBy(theirs, email);
    await removed(lumen);
    expect([await isIn(), await entered("harbour")]).toEqual([true, "in"]);
    await removed(harbour);
    expect([await isIn(), await entered("harbour")]).toEqual([false, "/sign-in"]);
    await byPassword(email);
    expect(await isIn()).toBe(true);
  });

  test("ends with the connection", async () => {
    const connectionId = await connect(lumen, "http://localhost:1");
    await byPassword(await member());
    const came = (own: boolean) =>
      owner.query(`UPDATE "Session" SET "own" = $1, "connections" = ARRAY[$2::uuid]`, [
        own,
        connectionId,
      ]);
    await came(false);
    expect(await isIn()).toBe(true);
    await as(lumen.owner, NOW, (context) => removeConnection(context, { connectionId }));
    expect(await isIn()).toBe(false);
    await came(true);
    expect(await isIn()).toBe(true);
  });

  test("goes on in the next one of the account's own means for as long as it would have lasted, and no longer", async () => {
    await owner.query(
      `UPDATE "Organisation" SET "sessionHours" = 8, "ssoRequired" = true WHERE "orgId" = $1`,
      [lumen.orgId],
    );
    const later = (hours: number) =>
      owner.query(
        `UPDATE "Session" SET "createdAt" = "createdAt" - $1::interval, "expiresAt" = "expiresAt" - $1::interval`,
        [`${hours} hours`],
      );
    const email = await member();
    await signInBy(ours, email);
    await later(7);
    await byPassword(email);
    expect([await entered("lumen"), await entered("harbour")]).toEqual(["in", "in"]);
    await later(2);
    expect(await entered("lumen")).toBe("/sign-in");
    await byPassword(email);
    expect(await entered("lumen")).toMatch(/^\/sso\?org=lumen/);
    await later(7);
    expect(await entered("harbour")).toBe("in");
    await owner.query(`UPDATE "Organisation" SET "sessionHours" = 168`);
  });

  test("ends where its member is signed out, and the account's own session that carries it there alone", async () => {
    await owner.query(`UPDATE "Organisation" SET "ssoRequired" = true WHERE "orgId" = $1`, [
      lumen.orgId,
    ]);
    const email = await member();
    await signInBy(ours, email);
    await byPassword(email);
    expect([await entered("lumen"), await entered("harbour")]).toEqual(["in", "in"]);
    await signedOut(lumen);
    expect(await entered("lumen")).toMatch(/^\/sign-in\?org=lumen/);
    expect(await entered("harbour")).toBe("in");
    await byPassword(email);
    expect(await entered("lumen")).toMatch(/^\/sso\?org=lumen/);
    expect(await entered("harbour")).toBe("in");
    // Coming back by the provider takes them from nowhere else,
    await signedOut(lumen);
    await signInBy(ours, email);
    expect([await entered("lumen"), await entered("harbour")]).toEqual(["in", "in"]);
    // and undoes nothing that another organisation did.
    await signedOut(lumen);
    await signedOut(harbour);
    await signInBy(ours, email);
    expect(await entered("lumen")).toBe("in");
    expect(await entered("harbour")).toMatch(/^\/(sso|sign-in)\b/);
  });

  test("goes on beside that of an organisation which signed its member out, and signs them in anew", async () => {
    const email = await member();
    await signInBy(ours, email);
    await signedOut(harbour);
    await signInBy(theirs, email);
    expect([await entered("lumen"), await entered("harbour")]).toEqual(["in", "in"]);
  });
});
