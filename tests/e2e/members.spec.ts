import { expect, type Page } from "@playwright/test";
import { joined, newcomer, openMember, PASSWORD, provenAgo, sessionsAgo } from "./factor-stage";
import {
  countMails,
  expectAccessible,
  givePassword,
  mailedLink,
  PATIENT,
  section,
  setUpFactor,
  test,
} from "./support";

/** Presses a button, and the same in the question that follows. */
async function sure(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name }).click();
  await page.getByRole("dialog").getByRole("button").filter({ hasText: name }).click();
}

test("who is a member elsewhere is signed out of one organisation alone, is told why, and comes back", async ({
  browser,
}) => {
  const owner = await newcomer(browser);
  await setUpFactor(owner.page);
  const { page, email, slug, home } = await joined(browser, owner, "Nia Nurse", "Responder");
  await page.goto("/organisations?new");
  await page.getByLabel("Organisation", { exact: true }).fill("Night Watch");
  await page.getByLabel("Its address").fill(`night-${slug}`);
  await page.getByRole("button", { name: "Make the organisation" }).click();
  await page.waitForURL(`**/o/night-${slug}`);

  await openMember(owner.page, home, "Nia Nurse");
  await sure(owner.page, "Sign Nia Nurse out");
  await expect(owner.page.getByText("was signed out on all devices.")).toBeVisible(PATIENT);
  await page.goto(`${home}/people`);
  await expect(page.getByText("Two Keys signed you out")).toBeVisible();
  await expectAccessible(page, "/sign-in, signed out by an organisation");
  expect((await page.goto(`/o/night-${slug}`))?.status()).toBe(200);
  await expect.poll(() => countMails(email, "signed out of Two Keys"), PATIENT).toBe(1);

  await page.goto(`${home}/people`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(`**${home}/people`);
});

test("a member is removed, and an invitation revoked: neither opens anything more", async ({
  browser,
}) => {
  const owner = await newcomer(browser);
  await setUpFactor(owner.page);
  const { page, slug, home } = await joined(browser, owner, "Rhea Removed", "Viewer");
  await openMember(owner.page, home, "Rhea Removed");
  await sure(owner.page, "Remove Rhea Removed");
  await owner.page.waitForURL(`**${home}/settings/members`);
  expect((await page.goto(home))?.status()).toBe(404);

  const email = `ivo@${slug}.example`;
  await owner.page.getByLabel("Name", { exact: true }).fill("Ivo Invited");
  await owner.page.getByLabel("E-mail").fill(email);
  await owner.page.getByRole("button", { name: "Invite", exact: true }).click();
  const link = await mailedLink(email, "invitation");
  await owner.page.getByRole("button", { name: "Revoke the invitation of Ivo Invited" }).click();
  await owner.page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(
    owner.page.getByRole("button", { name: "Revoke the invitation of Ivo Invited" }),
  ).toHaveCount(0, PATIENT);
  await page.context().clearCookies();
  await page.goto(link);
  await expect(page.getByRole("button", { name: "Accept the invitation" })).toHaveCount(0);
});

test("making an owner takes a fresh proof", async ({ browser }) => {
  const owner = await newcomer(browser);
  const { page, slug, home } = owner;
  await setUpFactor(page);
  await joined(browser, owner, "Otto Owner", "Admin");
  await openMember(page, home, "Otto Owner");
  await page.getByRole("checkbox", { name: /^Own the organisation/ }).check();
  await provenAgo(slug, "6 minutes");
  await page.getByRole("button", { name: "Save permissions" }).click();
  await expect(page.getByText("Confirm that it is you").first()).toBeVisible(PATIENT);
  await provenAgo(slug, "0 minutes");
  await page.getByRole("button", { name: "Send again" }).click();
  await expect(page.getByText("It holds from their next click on.")).toBeVisible(PATIENT);
});

test("a session ends when nobody used it for long, and in any case after its time", async ({
  browser,
}) => {
  const { page, email, slug, home } = await newcomer(browser);
  const reached = async () => {
    await page.goto(`${home}/me`);
    return new URL(page.url()).pathname;
  };
  await page.goto(`${home}/me`);
  await expect(
    section(page, "Devices")
      .getByText(/last seen/i)
      .first(),
  ).toBeVisible();
  await sessionsAgo(slug, "seenAt", "11 hours");
  expect(await reached()).toBe(`${home}/me`);
  await sessionsAgo(slug, "seenAt", "13 hours");
  expect(await reached()).toBe("/sign-in");
  await givePassword(page, email, PASSWORD);
  expect(await reached()).toBe(`${home}/me`);
  await sessionsAgo(slug, "createdAt", "8 days");
  expect(await reached()).toBe("/sign-in");
});
