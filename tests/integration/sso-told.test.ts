import type { ReactNode } from "react";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { confirmByPassword } from "@/app/(account)/confirm/actions";
import ConfirmPage from "@/app/(account)/confirm/page";
import { changeFactor } from "@/app/(account)/second-factor/actions";
import SecondFactorPage from "@/app/(account)/second-factor/page";
import SignInPage from "@/app/(account)/sign-in/page";
import SsoPage from "@/app/(account)/sso/page";
import { changeProfile } from "@/app/o/[org]/me/actions";
import { markupOf } from "@/tests/support/markup";
import { jar } from "./sso-jar";
import { byPassword, entered, linked, openSso, person, send, signInBy } from "./sso-stage";
import { tenant } from "./stage";

vi.mock("next/headers", async () => (await import("./sso-jar")).browserHeaders);
vi.mock("next/server", async () => (await import("./sso-jar")).serverOfTest);
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));

const PASSWORD = "correct horse battery";

const sso = await openSso();
const { owner, ours, theirs } = sso;
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

describe("who came by an organisation's provider", () => {
  test("is offered to confirm by what may confirm that session, and by no other organisation's provider", async () => {
    const email = "max@lumen.example";
    for (const provider of [ours, theirs, "google"]) await linked(provider, email);
    const ways = async () => {
      const page = await shown(ConfirmPage);
      const all = ["of lumen", "of harbour", "Google", "Your password"];
      return all.filter((text) => page.includes(text));
    };
    const offered = async () => {
      await owner.query(`UPDATE "Session" SET "provenAt" = 'epoch'`);
      return ways();
    };
    await signInBy(ours, email);
    expect(await offered()).toEqual(["of lumen", "Google", "Your password"]);
    await signInBy(theirs, email);
    expect(await offered()).toEqual(["of lumen", "of harbour", "Google", "Your password"]);
    // What one of them confirmed is open elsewhere by another alone.
    expect(await signInBy(ours, email, { purpose: "confirm", to: "/confirm?done=1" })).toBe(
      "/confirm?done=1",
    );
    expect(await ways()).toEqual(["of harbour", "Google", "Your password"]);
    expect(await shown(ConfirmPage, { done: "1" })).toContain("Confirmed for five minutes");
    await byPassword(email);
    expect(await offered()).toEqual(["Google", "Your password"]);
  });

  test("is told of no organisation whether its account is a member: pages and forms answer as of one that is not there", async () => {
    const quiet = await tenant("quiet");
    await tenant("beacon");
    const email = "quinn@lumen.example";
    const { id } = await person([sso.lumen, quiet], email);
    await linked(ours, email);
    await signInBy(ours, email);
    await owner.query(
      `UPDATE "Member" SET "signedOutAt" = clock_timestamp() WHERE "userId" = $1 AND "orgId" = $2`,
      [id, quiet.orgId],
    );
    const answers = async (slug: string) => {
      const form = await send(changeProfile.bind(null, slug), { name: "Quinn", zone: "UTC" });
      const pages = [
        await shown(SsoPage, { org: slug, to: "/" }),
        await shown(SignInPage, { org: slug }),
      ];
      const made = /value="[0-9a-f]{32}"/g;
      return [await entered(slug), form, ...pages.map((page) => page.replace(made, ""))].map(
        (text) => text.replaceAll(slug, "SLUG"),
      );
    };
    const nobodys = await answers("nowhere");
    expect(nobodys.slice(0, 2)).toEqual(["/sso?org=SLUG", "refused"]);
    expect(nobodys[2]).toContain("whose word counts there alone");
    for (const slug of ["quiet", "beacon"]) expect(await answers(slug), slug).toEqual(nobodys);
    await byPassword(email);
    expect(await entered("quiet")).toBe("in");
  });
});
