import type pg from "pg";
import type { ReactNode } from "react";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { confirmByPassword } from "@/app/(account)/confirm/actions";
import { changeFactor } from "@/app/(account)/second-factor/actions";
import SecondFactorPage from "@/app/(account)/second-factor/page";
import { markupOf } from "@/tests/support/markup";
import { jar } from "./sso-jar";
import { byPassword, linked, openSso, send, signInBy } from "./sso-stage";

vi.mock("next/headers", async () => (await import("./sso-jar")).browserHeaders);
vi.mock("next/server", async () => (await import("./sso-jar")).serverOfTest);
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));

const PASSWORD = "correct horse battery";

let sso: Awaited<ReturnType<typeof openSso>>;
let owner: pg.Client;
let ours: string;

beforeAll(async () => {
  sso = await openSso();
  ({ owner, ours } = sso);
});
afterAll(() => sso.close());
beforeEach(() => sso.reset());

type Search = Readonly<Record<string, string>>;
type Page = (props: { searchParams: Promise<Search> }) => Promise<ReactNode>;

/** The page of an account as this browser is shown it. */
const shown = (page: Page, search: Search = {}) =>
  markupOf(page({ searchParams: Promise.resolve(search) }));

describe("the key of an authenticator app that is being set up", () => {
  /** The key that the page shows; null for a page without one. */
  const key = async () => /secret=([A-Z2-7]+)/.exec(await shown(SecondFactorPage))?.[1] ?? null;

  test("is shown to the session that began it, also when that was proven anew, and to no other", async () => {
    await byPassword("max@lumen.example");
    expect(await key()).toBeNull();
    await send(changeFactor, { step: "app-begin" });
    const made = await key();
    expect(made).not.toBeNull();
    expect(await send(confirmByPassword, { password: PASSWORD })).toBe("/confirm?done=1");
    expect(await key()).toBe(made);
    jar.clear();
    await byPassword("max@lumen.example");
    expect(await key()).toBeNull();
    expect(await shown(SecondFactorPage)).toContain("Set up an app");
  });

  test("is not shown in a session that an organisation's provider opened, nor is any factor", async () => {
    await linked(ours, "max@lumen.example");
    await byPassword("max@lumen.example");
    await send(changeFactor, { step: "app-begin" });
    const made = await key();
    expect(made).not.toBeNull();
    jar.clear();
    await signInBy(ours, "max@lumen.example");
    await owner.query(`UPDATE "Session" SET "provenAt" = clock_timestamp()`);
    const page = await shown(SecondFactorPage);
    expect([made ?? "", "Authenticator app"].filter((text) => page.includes(text))).toEqual([]);
    expect(page).toContain("/sign-in?to=%2Fsecond-factor%3Forg%3Dlumen");
  });
});
