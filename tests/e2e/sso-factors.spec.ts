import { type Browser, expect, type Page } from "@playwright/test";
import { provenAgo, sendAgain } from "./factor-stage";
import {
  againAtOidc,
  askForFeed,
  atOidc,
  beginAt,
  closeOwn,
  expectFeed,
  type Founder,
  founder,
  joinedByProvider,
  own,
  setUpOidc,
  stranger,
  tryIt,
} from "./sso-support";
import { code, expectAccessible, PATIENT, section, test } from "./support";

test.describe.configure({ timeout: 300_000 });

test.afterEach(closeOwn);

/** The owner, in a browser that their provider alone signed in. */
async function byProvider(browser: Browser, { slug, email }: Founder): Promise<Page> {
  const page = await stranger(browser);
  await beginAt(page, slug);
  await atOidc(page, email);
  await page.waitForURL(`**/o/${slug}`, PATIENT);
  return page;
}

async function giveAppCode(page: Page, secret: string): Promise<void> {
  // The code of this half minute was used to set the app up.
  await page.getByLabel("Code", { exact: true }).fill(await code(secret, 1));
  await page.getByRole("button", { name: "Confirm" }).click();
}

async function trustFactors({ page, slug }: Founder, trusted: boolean): Promise<void> {
  await page.goto(`/o/${slug}/settings/sso`);
  const factors = section(page, "Second factors");
  await factors.getByLabel("Our providers see to second factors").setChecked(trusted);
  await factors.getByRole("button", { name: "Save" }).click();
  await expect(factors.getByText("Saved.")).toBeVisible(PATIENT);
}

test("who came by a provider confirms there that it is them, nobody else does, and what was typed is sent", async ({
  browser,
}) => {
  const owner = await founder(browser, "Sigma");
  await setUpOidc(owner, own);
  const { slug } = owner;
  const email = `mo-${slug}@sigma.example`;
  const member = await joinedByProvider(browser, owner, email);
  await provenAgo(slug, "6 minutes");
  const tab = await askForFeed(member, slug);
  const there = tab.getByRole("link", { name: "Confirm with Work of Sigma" });
  await expect(tab.getByLabel("Your password")).toHaveCount(0);
  await expectAccessible(tab, "/confirm, by a provider");
  await there.click();
  await atOidc(tab, `somebody-${slug}@sigma.example`);
  await expect(tab.getByRole("heading", { name: "That is another account" })).toBeVisible(PATIENT);
  await tab.goto("/confirm");
  await there.click();
  await atOidc(tab, email);
  await sendAgain(member, tab);
  await expectFeed(member);
  await provenAgo(slug, "6 minutes");
  await member.goto(`/o/${slug}/me/data`);
  await member.getByRole("link", { name: "Export my data" }).click();
  await member.waitForURL(/confirm/, PATIENT);
  await member.getByRole("link", { name: "Confirm with Work of Sigma" }).click();
  await againAtOidc(member, email);
  await member.waitForURL(`**/o/${slug}/me/data`, PATIENT);
  const download = member.waitForEvent("download");
  await member.getByRole("link", { name: "Export my data" }).click();
  expect((await download).suggestedFilename()).toBe(`my-data-${slug}.json`);
});

test("who came by a provider and has a second factor confirms by that, and the provider is no way", async ({
  browser,
}) => {
  const owner = await founder(browser, "Upsilon");
  await setUpOidc(owner, own);
  await tryIt(owner, atOidc);
  const page = await byProvider(browser, owner);
  const tab = await askForFeed(page, owner.slug);
  await expect(tab.getByLabel("Code", { exact: true })).toBeVisible(PATIENT);
  await expect(tab.getByRole("link", { name: "Confirm with" })).toHaveCount(0);
  await giveAppCode(tab, owner.secret);
  await sendAgain(page, tab);
  await expectFeed(page);
});

test("providers that see to second factors spare members their own, from the next request on and no longer", async ({
  browser,
}) => {
  const owner = await founder(browser, "Tau");
  const { slug, secret } = owner;
  await setUpOidc(owner, own);
  await tryIt(owner, atOidc);
  const page = await byProvider(browser, owner);
  const members = `/o/${slug}/settings/members`;
  const heading = page.getByRole("heading", { name: "Members", exact: true });
  await page.goto(members);
  await page.waitForURL(/confirm/, PATIENT);

  await trustFactors(owner, true);
  await page.goto(members);
  await expect(heading).toBeVisible(PATIENT);
  await trustFactors(owner, false);
  await page.reload();
  await page.waitForURL(/confirm/, PATIENT);

  await owner.page.goto(`/o/${slug}/settings/security`);
  await owner.page.getByLabel("Members need a second factor").check();
  await owner.page.getByLabel("Days to set one up").fill("0");
  await section(owner.page, "Second factor").getByRole("button", { name: "Save" }).click();
  await expect(owner.page.getByText("Saved. It holds from now on.")).toBeVisible(PATIENT);
  const people = `/o/${slug}/people`;
  await page.goto(people);
  await expect(page.getByText("Tau asks for a second factor")).toBeVisible(PATIENT);
  await trustFactors(owner, true);
  await page.goto(people);
  await expect(page.getByRole("heading", { level: 1, name: "People" })).toBeVisible(PATIENT);
  await trustFactors(owner, false);
  await page.goto(people);
  await expect(page.getByText("Tau asks for a second factor")).toBeVisible(PATIENT);

  await giveAppCode(page, secret);
  await page.waitForURL(`**/o/${slug}`, PATIENT);
  await page.goto(members);
  await expect(heading).toBeVisible(PATIENT);
});
