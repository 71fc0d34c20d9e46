import { expect } from "@playwright/test";
import { joined, newcomer, PASSWORD } from "./factor-stage";
import { browserAt, closePlaces, type Place, SYDNEY, statusAt } from "./place";
import {
  as,
  bearer,
  expectAccessible,
  GRACE,
  givePassword,
  makeKey,
  PATIENT,
  setUpFactor,
  sql,
  test,
} from "./support";

test.afterAll(closePlaces);

test("an organisation's networks: nobody locks themselves out", async ({ browser }) => {
  const page = await as(browser, GRACE);
  await page.goto("/o/harbour/settings/network");
  const address = await page.getByText("You come from").locator("code").textContent();
  expect(address).toMatch(/^(127\.0\.0\.1|::1)$/);
  const list = page.getByLabel("Let in from");
  await list.fill("203.0.113.0/24");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("you would lock yourself out").first()).toBeVisible();
  await expect(list).toHaveValue("203.0.113.0/24");
  await expectAccessible(page, "/o/harbour/settings/network");

  await list.fill(`203.0.113.0/24\n${address}`);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  expect((await page.goto("/o/harbour"))?.status()).toBe(200);

  // Whoever writes where they come from themselves is believed by nobody.
  await sql(`UPDATE "Organisation" SET "networks" = '{203.0.113.0/24}' WHERE "slug" = 'harbour'`);
  const forged = await browser.newContext({
    storageState: await page.context().storageState(),
    extraHTTPHeaders: { "X-Forwarded-For": "203.0.113.5" },
  });
  const outside = await forged.newPage();
  const answer = await outside.goto("/o/harbour");
  expect(answer?.status()).toBe(404);
  await expect(outside.getByText("only from their own network")).toBeVisible();
  const nowhere = await outside.goto("/o/no-such-organisation");
  expect(nowhere?.status()).toBe(404);
  await forged.close();
  await sql(`UPDATE "Organisation" SET "networks" = '{}' WHERE "slug" = 'harbour'`);

  await page.goto("/o/harbour/settings/network");
  await list.fill("");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
});

test("who comes from elsewhere finds nothing, by page, key or calendar feed, until that network is let in, too", async ({
  browser,
}) => {
  const owner = await newcomer(browser);
  const { page, home } = owner;
  await setUpFactor(page);
  const { email } = await joined(browser, owner, "Ray Roamer", "Viewer");
  await page.goto(`${home}/me/keys`);
  const key = await makeKey(page, "Wall panel");
  const url = new URL(`${home}/now.json`, page.url()).href;
  const byKey = (place: Place) => statusAt(place, url, bearer(key));
  await page.goto(`${home}/me`);
  await page.getByRole("button", { name: "Make a calendar feed" }).click();
  const feed = await page.getByLabel("Address of the calendar").inputValue(PATIENT);
  const byFeed = (place: Place) => statusAt(place, feed);
  const six: Place = { ...SYDNEY, address: "2001:db8:7::1" };

  const away = await browserAt(browser, SYDNEY);
  await givePassword(away, email, PASSWORD);
  const opens = async () => (await away.goto(home))?.status();
  expect(await opens()).toBe(200);
  const letIn = async (networks: string) => {
    await page.goto(`${home}/settings/network`);
    await page.getByLabel("Let in from").fill(networks);
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Saved.")).toBeVisible(PATIENT);
  };
  await letIn("127.0.0.0/24");
  expect(await opens()).toBe(404);
  await expect(away.getByText("only from their own network")).toBeVisible();
  expect([await byKey(SYDNEY), await byKey(six)]).toEqual([401, 401]);
  expect([await byFeed(SYDNEY), await byFeed(six)]).toEqual([404, 404]);
  expect((await page.goto(home))?.status()).toBe(200);

  await letIn("127.0.0.0/24\n198.51.100.0/24\n2001:db8:7::/48");
  expect(await opens()).toBe(200);
  expect([await byKey(SYDNEY), await byKey(six)]).toEqual([200, 200]);
  expect([await byFeed(SYDNEY), await byFeed(six)]).toEqual([200, 200]);
  const beside: Place = { ...six, address: "2001:db8:8::1" };
  expect([await byKey(beside), await byFeed(beside)]).toEqual([401, 404]);
  await page.goto(`${home}/log`);
  await expect(
    page.getByText(/came from outside the organisation’s networks/).first(),
  ).toBeVisible();
});
