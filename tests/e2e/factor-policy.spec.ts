import { expect, type Page } from "@playwright/test";
import {
  askedTab,
  codesAgo,
  joined,
  mailedCode,
  mobileNumber,
  newcomer,
  PASSWORD,
  provenAgo,
  sendAgain,
  setUpCodes,
  textedCode,
  withAuthenticator,
} from "./factor-stage";
import { code, expectAccessible, PATIENT, section, setUpFactor, sql, test } from "./support";

/** Lets passkeys count and nothing else. */
async function requirePasskeys(page: Page, home: string, days: string): Promise<void> {
  await page.goto(`${home}/settings/security`);
  await page.getByLabel("Members need a second factor").check();
  for (const other of ["Authenticator app", "Codes by mail", "Codes by text"])
    await page.getByLabel(other).uncheck();
  await page.getByLabel("Days to set one up").fill(days);
  await section(page, "Second factor").getByRole("button", { name: "Save" }).click();
}

/** As if the five minutes after a proof had passed, for the members of an organisation. */
const grow = (slug: string) => provenAgo(slug, "6 minutes");

test("an organisation asks for a factor: first a banner, then nothing else, and other organisations stay open", async ({
  browser,
}) => {
  const { page, slug, home } = await newcomer(browser);
  await withAuthenticator(page);
  await page.goto("/organisations?new");
  await page.getByLabel("Organisation").fill("Easy Going");
  await page.getByLabel("Its address").fill(`${slug}-easy`);
  await page.getByRole("button", { name: "Make the organisation" }).click();
  await page.waitForURL(`**/o/${slug}-easy`, PATIENT);

  await setUpFactor(page);
  await requirePasskeys(page, home, "7");
  await expect(page.getByText("Saved. It holds from now on.")).toBeVisible(PATIENT);
  await page.goto(home);
  await expect(page.getByText("Set up a second factor by")).toBeVisible();
  await expectAccessible(page, "with a banner");
  await page.goto(`/o/${slug}-easy`);
  await expect(page.getByText("Set up a second factor by")).toHaveCount(0);

  await requirePasskeys(page, home, "0");
  await page.waitForURL(/second-factor/, PATIENT);
  await page.goto(`${home}/people`);
  await page.waitForURL(/second-factor/, PATIENT);
  await expect(page.getByText("Two Keys asks for a passkey", { exact: true })).toBeVisible();
  await expectAccessible(page, "/second-factor, asked for");
  await page.goto(`/o/${slug}-easy/people`);
  await expect(page.getByRole("heading", { level: 1, name: "People" })).toBeVisible();

  await page.goto("/second-factor");
  const passkeys = section(page, "Passkeys");
  await passkeys.getByRole("button", { name: "Add a passkey" }).click();
  await expect(passkeys.getByText("not used yet")).toBeVisible(PATIENT);
  await page.goto(`${home}/log`);
  await expect(page.getByText("asked members for a second factor").first()).toBeVisible(PATIENT);

  // What counts is how the session was proven: a session by a mere password is asked for the passkey.
  await sql(
    `UPDATE "Session" SET "provenBy" = 'password' WHERE "userId" = (
       SELECT m."userId" FROM "Member" m JOIN "Organisation" o USING ("orgId") WHERE o."slug" = $1)`,
    [slug],
  );
  await page.goto(`${home}/people`);
  await page.waitForURL(/confirm/, PATIENT);
  await expectAccessible(page, "/confirm, asked for");
  await expect(page.getByRole("link", { name: "Use the authenticator app" })).toHaveCount(0);
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.waitForURL(`**${home}`, PATIENT);

  await page.goto("/second-factor");
  await passkeys.getByRole("button", { name: "Remove" }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("Two Keys asks you for a factor of this kind")).toBeVisible(PATIENT);
});

test("a sensitive act in an old session asks who it is, and sends what was typed again", async ({
  browser,
}) => {
  const { page, email, slug, home } = await newcomer(browser);
  await page.goto(`${home}/me`);
  await grow(slug);
  const next = "another long password";
  await page.getByLabel("Present password").fill(PASSWORD);
  await page.getByLabel("New password").fill(next);
  await page.getByRole("button", { name: "Change the password" }).click();
  const tab = await askedTab(page);
  await expectAccessible(tab, "/confirm");
  await tab.getByLabel("Your password").fill("not the password");
  await tab.getByRole("button", { name: "Confirm" }).click();
  await expect(tab.getByText("The password is wrong.")).toBeVisible(PATIENT);
  await tab.getByLabel("Your password").fill(PASSWORD);
  await tab.getByRole("button", { name: "Confirm" }).click();
  await sendAgain(page, tab);
  await expect(page.getByText("Your password is changed.")).toBeVisible(PATIENT);

  await page.context().clearCookies();
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(next);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(`**${home}`, PATIENT);
});

test("an export and the page of factors send to confirm, and back", async ({ browser }) => {
  const { page, slug, home } = await newcomer(browser);
  await grow(slug);
  await page.goto("/second-factor");
  await page.waitForURL(/confirm/);
  await page.getByLabel("Your password").fill(PASSWORD);
  await page.getByRole("button", { name: "Confirm" }).click();
  // The address of the question names where it leads to.
  await page.waitForURL(({ pathname }) => pathname === "/second-factor", PATIENT);

  const { codes } = await setUpFactor(page);
  await page.goto(`${home}/log`);
  await grow(slug);
  await page.getByRole("link", { name: "Export" }).click();
  await page.waitForURL(/confirm/, PATIENT);
  await page.getByRole("link", { name: "Use a backup code" }).click();
  await page.getByLabel("Backup code").fill(codes[0] ?? "");
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.waitForURL(`**${home}/log`, PATIENT);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export" }).click();
  expect((await download).suggestedFilename()).toContain("change-log");
});

test("who it is is confirmed by the app’s code, and by a passkey", async ({ browser }) => {
  const { page, slug } = await newcomer(browser);
  await withAuthenticator(page);
  const { secret } = await setUpFactor(page);
  await grow(slug);
  await page.goto("/second-factor");
  await page.waitForURL(/confirm/, PATIENT);
  await page.getByLabel("Code", { exact: true }).fill("000000");
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByRole("alert").first()).toContainText("not right", PATIENT);
  await page.getByLabel("Code", { exact: true }).fill(await code(secret, 1));
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.waitForURL(({ pathname }) => pathname === "/second-factor", PATIENT);

  const passkeys = section(page, "Passkeys");
  await passkeys.getByRole("button", { name: "Add a passkey" }).click();
  await expect(passkeys.getByText("not used yet")).toBeVisible(PATIENT);
  await grow(slug);
  await page.goto("/second-factor");
  await page.waitForURL(/confirm/, PATIENT);
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.waitForURL(({ pathname }) => pathname === "/second-factor", PATIENT);
  await expect(passkeys.getByText("last used")).toBeVisible();
});

test("who it is is confirmed by a code that is mailed, and by one that is texted, and by none twice", async ({
  browser,
}) => {
  const owner = await newcomer(browser);
  const { page, email, slug, home } = owner;
  const number = mobileNumber();
  const { mailed, texted } = await setUpCodes(page, email, number);
  await joined(browser, owner, "Mo Member", "Viewer");
  await page.goto(`${home}/settings/members`);
  await page.getByRole("link", { name: "Mo Member" }).click();
  await page.getByRole("button", { name: "Responder" }).click();
  await grow(slug);
  await codesAgo(slug);
  await page.getByRole("button", { name: "Save permissions" }).click();
  const tab = await askedTab(page);
  await tab.getByRole("button", { name: "Send the code" }).click();
  await expect(tab.getByText("We sent six digits to your e-mail address")).toBeVisible(PATIENT);
  for (const [one, answer] of [
    [mailed, "not right"],
    [await mailedCode(email, [mailed]), "Confirmed for five minutes"],
  ] as const) {
    await tab.getByLabel("Code", { exact: true }).fill(one);
    await tab.getByRole("button", { name: "Confirm" }).click();
    await expect(tab.getByText(answer).first()).toBeVisible(PATIENT);
  }
  await sendAgain(page, tab);
  await expect(page.getByText("Saved. It holds from their next click on.")).toBeVisible(PATIENT);
  await page.reload();
  const cover = page.getByLabel("Ask for cover and swaps, Whole organisation");
  await expect(cover).toBeChecked();

  await grow(slug);
  await codesAgo(slug);
  await page.goto("/second-factor");
  await page.waitForURL(/confirm/, PATIENT);
  await page.getByRole("link", { name: "Get a code by text" }).click();
  const ending = `six digits to the number ending in ${number.slice(-2)}`;
  await expect(page.getByText(`We send ${ending}`)).toBeVisible(PATIENT);
  await page.getByRole("button", { name: "Send the code" }).click();
  await expect(page.getByText(`We sent ${ending}`)).toBeVisible(PATIENT);
  await page.getByLabel("Code", { exact: true }).fill(texted);
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByRole("alert").first()).toContainText("not right", PATIENT);
  await page.getByLabel("Code", { exact: true }).fill(await textedCode(number, [texted]));
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.waitForURL(({ pathname }) => pathname === "/second-factor", PATIENT);
});
