import type pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { changeProfile, signOutDevice, signOutOthers } from "@/app/o/[org]/me/actions";
import { GET as exportData } from "@/app/o/[org]/me/data/export/route";
import { accountOf } from "@/lib/auth/account";
import { listDevices } from "@/lib/auth/devices";
import { currentSession } from "@/lib/auth/session";
import { jar } from "./sso-jar";
import { byPassword, linked, openSso, send, signInBy } from "./sso-stage";

vi.mock("next/headers", async () => (await import("./sso-jar")).browserHeaders);
vi.mock("next/server", async () => (await import("./sso-jar")).serverOfTest);
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));

let sso: Awaited<ReturnType<typeof openSso>>;
let owner: pg.Client;
let ours: string;

beforeAll(async () => {
  sso = await openSso();
  ({ owner, ours } = sso);
});
afterAll(() => sso.close());
beforeEach(() => sso.reset());

describe("a session that an organisation's provider opened", () => {
  test("shows and ends nothing of the account's other devices, and renames nothing but the member", async () => {
    await byPassword("max@lumen.example");
    jar.clear();
    await linked(ours, "max@lumen.example");
    await signInBy(ours, "max@lumen.example");
    const count = async () => (await listDevices(sso.max.id)).length;
    const before = await count();
    const mine = (await currentSession())?.sessionHash;
    const other = (await listDevices(sso.max.id)).find(({ id }) => id !== mine);
    expect(await send(signOutDevice, { session: other?.id ?? "" })).toBe("refused");
    expect(await send(signOutOthers)).toBe("refused");
    expect(await count()).toBe(before);
    const rename = changeProfile.bind(null, "lumen");
    expect(await send(rename, { name: "Mallory", zone: "UTC" })).toBe("ok");
    expect((await accountOf(sso.max.id)).name).toBe("max");
    await byPassword("max@lumen.example");
    expect(await send(rename, { name: "Max", zone: "UTC" })).toBe("ok");
    expect((await accountOf(sso.max.id)).name).toBe("Max");
  });

  test("exports what the organisation has, and nothing of the account", async () => {
    await linked(ours, "max@lumen.example");
    await signInBy(ours, "max@lumen.example");
    const exported = async () => {
      const request = new Request("http://localhost:3000/o/lumen/me/data/export");
      const answer = await exportData(request, { params: Promise.resolve({ org: "lumen" }) });
      return answer.json();
    };
    await owner.query(`UPDATE "Session" SET "provenAt" = clock_timestamp()`);
    expect(await exported()).toMatchObject({ account: null, organisation: { address: "lumen" } });
    await byPassword("max@lumen.example");
    expect((await exported()).account.devices.length).toBeGreaterThan(0);
  });
});
