import { expect, type Page } from "@playwright/test";
import { type OidcServer, startOidc } from "../support/oidc";
import { giveCode } from "./factor-stage";
import {
  atOidc,
  closeOwn,
  founder,
  invite,
  own,
  PASSWORD,
  setUpOidc,
  signOut,
  stranger,
} from "./sso-support";
import { code, expectAccessible, mails, PATIENT, section, signUp, test } from "./support";

test.describe.configure({ timeout: 300_000 });

const CLIENT = process.env.STANDBY_CLIENT ?? "";

/** Google or Microsoft, played by a provider on this machine. */
const play = (name: "google" | "microsoft", at: string | undefined): Promise<OidcServer> => {
  const callback = new URL(`/sso/${name}/callback`, process.env.STANDBY_URL).href;
  return startOidc(() => [{ id: CLIENT, secret: CLIENT, callback }], at);
};

let google: OidcServer;
let microsoft: OidcServer;
test.beforeAll(async () => {
  google = await play("google", process.env.STANDBY_GOOGLE);
  microsoft = await play("microsoft", process.env.STANDBY_MICROSOFT);
});
test.afterAll(async () => {
  for (const one of [google, microsoft]) await one.close();
  await closeOwn();
});

const providers = (page: Page) => section(page, "Sign-in by providers");

async function link(page: Page, slug: string, name: string, who: string): Promise<void> {
  await page.goto(`/o/${slug}/me`);
  await providers(page)
    .getByRole("link", { name: `Sign in by ${name}, too` })
    .click();
  await atOidc(page, who);
  await expect(page.getByRole("heading", { name: `Link ${name}?` })).toBeVisible(PATIENT);
  await page.getByRole("button", { name: "Link it to my account" }).click();
  await expect(providers(page).getByRole("button", { name: `Unlink ${name}` })).toBeVisible(
    PATIENT,
  );
}

async function signInBy(page: Page, name: string, who: string): Promise<void> {
  // Or the provider knows them from before, and asks nothing.
  await page.context().clearCookies({ name: /^_session/ });
  await page.goto("/sign-in");
  await page.getByRole("link", { name: `Continue with ${name}` }).click();
  await atOidc(page, who);
}

test("Google and Microsoft: linked under Me, signed in by, and unlinked, which signs other devices out", async ({
  browser,
  page,
}) => {
  const mark = Date.now().toString(36);
  const email = `gina-${mark}@gamma.example`;
  const slug = `gamma-${mark}`;
  await signUp(page, { name: "Gina", email, password: PASSWORD, organisation: "Gamma", slug });
  await page.goto("/sign-in");
  await expectAccessible(page, "/sign-in, with providers");
  // An address links nobody: who is known there by hers is asked whose account it is.
  const other = await stranger(browser);
  await signInBy(other, "Google", email);
  await expect(other.getByRole("heading", { name: "Which account is yours?" })).toBeVisible(
    PATIENT,
  );
  await expectAccessible(other, "/sso/link, signed out");

  await link(page, slug, "Google", "gina-at-google");
  await link(page, slug, "Microsoft", "gina-at-microsoft");
  await expectAccessible(page, "/o/…/me, with providers");
  const told = async () =>
    (await mails()).filter(
      (mail) =>
        mail.includes(email) && mail.includes("Subject: How you sign in to Standby has changed"),
    ).length;
  await expect.poll(told, PATIENT).toBe(2);

  await signInBy(other, "Microsoft", "gina-at-microsoft");
  await other.waitForURL(`**/o/${slug}`, PATIENT);
  await signOut(other, slug);
  await signInBy(other, "Google", "gina-at-google");
  await other.waitForURL(`**/o/${slug}`, PATIENT);

  await providers(page).getByRole("button", { name: "Unlink Google" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Unlink Google" }).click();
  await expect(providers(page).getByRole("link", { name: "Sign in by Google, too" })).toBeVisible(
    PATIENT,
  );
  await other.goto(`/o/${slug}`);
  await expect(other.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await signInBy(other, "Google", "gina-at-google");
  await expect(other.getByRole("heading", { name: "Which account is yours?" })).toBeVisible(
    PATIENT,
  );
});

test("who has a second factor gives it after Google, too", async ({ browser }) => {
  const { page, slug, secret } = await founder(browser, "Delta");
  const who = `dora-${slug}`;
  await link(page, slug, "Google", who);
  const other = await stranger(browser);
  await signInBy(other, "Google", who);
  await other.waitForURL("**/sign-in/code**", PATIENT);
  expect((await other.goto(`/o/${slug}`))?.url()).toContain("/sign-in");
  await signInBy(other, "Google", who);
  await giveCode(other, "Code", await code(secret, 1));
  await other.waitForURL(`**/o/${slug}`, PATIENT);
});

test("an invitation is accepted by Google, and by the organisation's own provider; another organisation's is refused", async ({
  browser,
}) => {
  const ours = await founder(browser, "Delta");
  const theirs = await founder(browser, "Epsilon");
  await setUpOidc(ours, own);
  await setUpOidc(theirs, own);
  const mark = ours.slug;

  const nia = await stranger(browser);
  await nia.goto(await invite(ours, "Nia", `nia-${mark}@delta.example`));
  await nia.getByRole("link", { name: "Join with Google" }).click();
  await atOidc(nia, "nia-at-google");
  await expect(nia.getByText("Google says that you are nia-at-google")).toBeVisible(PATIENT);
  await expectAccessible(nia, "/invitation/…, from a provider");
  await nia.getByRole("button", { name: "Accept, and sign in by Google" }).click();
  await nia.waitForURL(`**/o/${ours.slug}`, PATIENT);

  // A provider may be none of the inviting organisation's.
  const noa = await stranger(browser);
  const link = await invite(ours, "Noa", `noa-${mark}@delta.example`);
  await noa.goto(`/sso?org=${theirs.slug}&to=${encodeURIComponent(link)}`);
  await noa.getByRole("link", { name: "Continue with Work" }).click();
  await atOidc(noa, "noa-elsewhere");
  await noa.getByRole("button", { name: "Accept, and sign in by Work of Epsilon" }).click();
  await expect(noa.getByText("That provider is another organisation’s.").first()).toBeVisible(
    PATIENT,
  );
  await noa.getByRole("link", { name: "Join with Work" }).click();
  await atOidc(noa, "noa-at-work");
  await noa.getByRole("button", { name: "Accept, and sign in by Work of Delta" }).click();
  await noa.waitForURL(`**/o/${ours.slug}`, PATIENT);
});

test("no token of a provider comes to the browser: not in a page, its parts, a header or a cookie", async ({
  browser,
  page,
}) => {
  const mark = Date.now().toString(36);
  const slug = `theta-${mark}`;
  const email = `tess-${mark}@theta.example`;
  await signUp(page, { name: "Tess", email, password: PASSWORD, organisation: "Theta", slug });
  await link(page, slug, "Google", "tess-at-google");

  const member = await stranger(browser);
  const origin = new URL(process.env.STANDBY_URL ?? "").origin;
  const seen: Promise<string>[] = [];
  member.on("response", (response) => {
    if (!response.url().startsWith(origin)) return;
    // A stream does not end.
    const isStream = response.headers()["content-type"]?.startsWith("text/event-stream");
    const body = isStream ? "" : response.body().then(String, () => "");
    const headers = response.allHeaders().then(JSON.stringify, () => "");
    seen.push(Promise.all([body, headers]).then((all) => `${response.url()} ${all.join(" ")}`));
  });
  await signInBy(member, "Google", "tess-at-google");
  await member.waitForURL(`**/o/${slug}`, PATIENT);
  await member.getByRole("link", { name: "Schedules" }).first().click();
  await member.waitForURL(`**/o/${slug}/schedules`, PATIENT);
  await member.goto(`/o/${slug}/me`);
  const cookies = JSON.stringify(await member.context().cookies());
  const stored = await member.evaluate(() => JSON.stringify([localStorage, sessionStorage]));
  const all = [...(await Promise.all(seen)), cookies, stored];

  expect(google.tokens.length).toBeGreaterThanOrEqual(2);
  const ways = [/\/callback\?/, /_rsc=|\/x-component/, /text\/html/, /set-cookie/];
  for (const way of ways) expect(all.some((one) => way.test(one))).toBe(true);
  const found = google.tokens.flatMap((token) =>
    // Of a signed token its signature, too, which is of it alone.
    [token, token.split(".").at(-1) ?? token].flatMap((part) =>
      all.filter((one) => one.includes(part)).map((one) => one.slice(0, 200)),
    ),
  );
  expect(found).toEqual([]);
});
