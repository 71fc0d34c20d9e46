import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { changeProfile, signOutDevice, signOutOthers } from "@/app/o/[org]/me/actions";
import { GET as exportData } from "@/app/o/[org]/me/data/export/route";
import MePage from "@/app/o/[org]/me/page";
import { accountOf } from "@/lib/auth/account";
import { listDevices } from "@/lib/auth/devices";
import { currentSession, requireSession } from "@/lib/auth/session";
import { markupOf } from "@/tests/support/markup";
import { jar } from "./sso-jar";
import { byPassword, entries, linked, openSso, send, signInBy } from "./sso-stage";

vi.mock("next/headers", async () => (await import("./sso-jar")).browserHeaders);
vi.mock("next/server", async () => (await import("./sso-jar")).serverOfTest);
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));

const EMAIL = "max@lumen.example";
const PAGE = {
  params: Promise.resolve({ org: "lumen" }),
  searchParams: Promise.resolve({}),
};

const sso = await openSso();
const { owner, lumen, harbour, ours, theirs } = sso;
afterAll(() => sso.close());
beforeEach(() => sso.reset());

describe("a session that an organisation's provider opened", () => {
  /** Signs in anew by these, one after the other; gives back the session's id. */
  async function signedIn(...ways: readonly string[]): Promise<string> {
    jar.clear();
    for (const way of ways) await (way === "password" ? byPassword(EMAIL) : signInBy(way, EMAIL));
    return (await currentSession())?.sessionHash ?? "";
  }
  const proven = (at: string) => owner.query(`UPDATE "Session" SET "provenAt" = $1`, [at]);
  const listed = async () => {
    const session = await requireSession();
    return (await listDevices(session.userId, session)).map(({ id }) => id).sort();
  };
  /** Of these, those that hold, and those on whose device the account is known. */
  const left = async (ids: readonly string[]) => {
    const { rows } = await owner.query(
      `SELECT "idHash", "revokedAt", "deviceHash" FROM "Session" WHERE "idHash" = ANY ($1)`,
      [ids],
    );
    const those = (column: string, isNull: boolean) =>
      ids.filter((id) =>
        rows.some((row) => row.idHash === id && (row[column] === null) === isNull),
      );
    return [those("revokedAt", true), those("deviceHash", false)];
  };

  test("sees and ends the sessions that its provider alone opened, and nothing else of the account's devices", async () => {
    for (const provider of [ours, theirs]) await linked(provider, EMAIL);
    await owner.query(`UPDATE "Session" SET "revokedAt" = now()`);
    const others = [
      await signedIn("password"),
      await signedIn("password", ours),
      await signedIn(theirs),
      await signedIn(ours, theirs),
    ];
    const kin = [await signedIn(ours), await signedIn(ours)];
    const mine = await signedIn(ours);
    await proven("now");
    expect(await listed()).toEqual([...kin, mine].sort());
    const me = await markupOf(MePage(PAGE));
    expect(me).toContain("Where your organisation’s provider signed you in.");
    expect([...kin, ...others].filter((id) => me.includes(id))).toEqual(kin);

    const [here, there] = [await entries(owner, lumen), await entries(owner, harbour)];
    for (const session of others) expect(await send(signOutDevice, { session })).toBe("stale");
    expect(await send(signOutDevice, { session: kin[0] ?? "" })).toBe("ok");
    expect(await left([...kin, ...others])).toEqual([
      [kin[1], ...others],
      [kin[1], ...others],
    ]);
    expect(await send(signOutOthers)).toBe("ok");
    expect(await left([mine, ...kin, ...others])).toEqual([
      [mine, ...others],
      [mine, ...others],
    ]);
    const told = "member.device-signed-out";
    expect((await entries(owner, lumen)).slice(here.length)).toEqual([told, told]);
    expect((await entries(owner, harbour)).slice(there.length)).toEqual([]);

    // Of two organisations it is of both; of the account's own means it is the account's.
    const both = await signedIn(ours, theirs);
    expect(await listed()).toEqual([mine, ...others.slice(2), both].sort());
    const own = await signedIn("password");
    expect(await listed()).toEqual([mine, ...others, both, own].sort());
    await send(signOutOthers);
    expect(await left([own, both, mine, ...others])).toEqual([[own], [own]]);
  });

  test("ends none without a fresh proof, nor does one of the account's own means", async () => {
    await linked(ours, EMAIL);
    for (const way of ["password", ours]) {
      const other = await signedIn(way);
      await signedIn(way);
      const ends = async () => [
        await send(signOutDevice, { session: other }),
        await send(signOutOthers),
      ];
      await proven("epoch");
      expect(await ends(), way).toEqual(["confirm", "confirm"]);
      await proven("now");
      expect(await ends(), way).toEqual(["ok", "ok"]);
    }
  });

  test("renames nothing but the member", async () => {
    await linked(ours, EMAIL);
    await signedIn(ours);
    const rename = changeProfile.bind(null, "lumen");
    expect(await send(rename, { name: "Mallory", zone: "UTC" })).toBe("ok");
    expect((await accountOf(sso.max.id)).name).toBe("max");
    await byPassword(EMAIL);
    expect(await send(rename, { name: "Max", zone: "UTC" })).toBe("ok");
    expect((await accountOf(sso.max.id)).name).toBe("Max");
  });

  test("exports what the organisation has, and nothing of the account", async () => {
    await linked(ours, EMAIL);
    await signInBy(ours, EMAIL);
    const exported = async () => {
      const request = new Request("http://localhost:3000/o/lumen/me/data/export");
      const answer = await exportData(request, { params: Promise.resolve({ org: "lumen" }) });
      return answer.json();
    };
    await owner.query(`UPDATE "Session" SET "provenAt" = clock_timestamp()`);
    expect(await exported()).toMatchObject({ account: null, organisation: { address: "lumen" } });
    await byPassword(EMAIL);
    expect((await exported()).account.devices.length).toBeGreaterThan(0);
  });
});
