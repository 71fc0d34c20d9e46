import { type APIRequest, expect, type Locator, type Page } from "@playwright/test";
import { newcomer } from "./factor-stage";
import { closePlaces, LONDON, SYDNEY, statusAt } from "./place";
import {
  ADA,
  as,
  BO,
  bearer,
  expectAccessible,
  makeKey,
  PATIENT,
  setUpFactor,
  sql,
  test,
} from "./support";

test.afterAll(closePlaces);

test("an API key: made, shown once, used, recycled, revoked", async ({ browser, playwright }) => {
  const page = await as(browser, BO);
  await page.goto("/o/lumen/me");
  await page.getByRole("link", { name: "Your API keys" }).click();
  await page.waitForURL("**/me/keys");
  await lifeOfAKey(page, playwright.request);
});

test("a key of the organisation: the same, and it says who made it", async ({
  browser,
  playwright,
}) => {
  const page = await as(browser, ADA);
  await page.goto("/o/lumen/settings/keys");
  await lifeOfAKey(page, playwright.request, async (item) =>
    expect(item.first()).toContainText("made by Ada Okafor"),
  );
});

/** From its making to its end, on the page that is open. */
async function lifeOfAKey(
  page: Page,
  request: APIRequest,
  look: (item: Locator) => Promise<void> = async () => undefined,
): Promise<void> {
  const name = `Wall panel ${Date.now()}`;
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Make the key" }).click();
  await expect(page.getByText("Choose at least one permission.")).toBeVisible();
  const box = page.getByLabel("See schedules and people").first();
  await box.check();
  await page.getByLabel("Name").fill("");
  await page.getByRole("button", { name: "Make the key" }).click();
  await expect(page.getByLabel("Name")).toHaveAttribute("aria-invalid", "true");
  await expect(box, "what was ticked stays, whatever is wrong").toBeChecked();
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Make the key" }).click();
  const key = await page.getByLabel("The new API key").inputValue();
  expect(key).toMatch(/^standby_[0-9A-Za-z]{8}_[0-9A-Za-z]{38}$/);
  await expectAccessible(page, page.url());

  const program = await request.newContext({ baseURL: new URL(page.url()).origin });
  const ask = (text: string) =>
    program.get("/o/lumen/now.json", {
      headers: bearer(text),
      // The server ends a connection that has been idle for some seconds, maybe just now.
      maxRetries: 2,
    });
  const answer = await ask(key);
  expect(answer.status()).toBe(200);
  const { schedules } = await answer.json();
  expect(schedules.map((one: { name: string }) => one.name)).toContain("Payments on call");
  expect((await program.get("/o/lumen/now.json")).status()).toBe(401);

  await page.reload();
  await expect(page.getByText(key)).toHaveCount(0);
  const item = page.getByRole("listitem").filter({ hasText: name });
  await expect(item).toContainText("Last used");
  await look(item);
  await item.locator("summary").click();
  await item.getByRole("button", { name: "Recycle" }).click();
  const next = await page.getByLabel(`The new key of ${name}`).inputValue();
  expect((await ask(key)).status()).toBe(200);
  expect((await ask(next)).status()).toBe(200);

  await page.reload();
  for (let left = 2; left > 0; left -= 1) {
    await expect(item).toHaveCount(left);
    await item.first().getByRole("button", { name: "Revoke" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
    await expect(item).toHaveCount(left - 1);
  }
  expect((await ask(key)).status()).toBe(401);
  expect((await ask(next)).status()).toBe(401);
}

test("a key for one team sees that team alone, and a key that has ended opens nothing", async ({
  browser,
  request,
}) => {
  const page = await as(browser, ADA);
  await page.goto("/o/lumen/settings/keys");
  await page.getByText("Only in single teams").click();
  const team = page.getByRole("group", { name: "Payments" });
  const name = `Team panel ${Date.now()}`;
  const key = await makeKey(page, name, team.getByLabel("See schedules and people"));
  const schedules = async () => {
    const answer = await request.get("/o/lumen/now.json", { headers: bearer(key), maxRetries: 2 });
    const body: { schedules: { name: string }[] } = await answer.json();
    return body.schedules.map((one) => one.name);
  };
  const seen = await schedules();
  expect(seen).toContain("Payments on call");
  await page.goto("/o/lumen/schedules");
  for (const other of await page.getByRole("link", { name: / on call$/ }).allTextContents())
    if (!other.startsWith("Payments")) expect(seen).not.toContain(other.trim());

  await page.goto("/o/lumen/settings/keys");
  const item = page.getByRole("listitem").filter({ hasText: name });
  await expect(item).toContainText("Works until");
  await sql(`UPDATE "ApiKey" SET "expiresAt" = now() - interval '1 minute' WHERE "name" = $1`, [
    name,
  ]);
  const answer = await request.get("/o/lumen/now.json", { headers: bearer(key), maxRetries: 2 });
  expect(answer.status()).toBe(401);
  await page.reload();
  await expect(item).toContainText("Ended");
  await item.getByRole("button", { name: "Remove" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(item).toHaveCount(0, PATIENT);
});

test("who manages keys sees whose a member's is, and revokes it: it opens nothing from then on", async ({
  browser,
  request,
}) => {
  const bo = await as(browser, BO);
  await bo.goto("/o/lumen/me/keys");
  const name = `Desk lamp ${Date.now()}`;
  const key = await makeKey(bo, name);
  const ask = async () =>
    (await request.get("/o/lumen/now.json", { headers: bearer(key), maxRetries: 2 })).status();
  expect(await ask()).toBe(200);
  const ada = await as(browser, ADA);
  await ada.goto("/o/lumen/settings/keys");
  const item = ada.getByRole("listitem").filter({ hasText: name });
  await expect(item).toContainText("Bo Lindqvist");
  await expect(item.getByRole("button", { name: "Recycle" })).toHaveCount(0);
  await item.getByRole("button", { name: "Revoke" }).click();
  await ada.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(item).toHaveCount(0, PATIENT);
  expect(await ask()).toBe(401);
});

test("a key that is used from another network is in the log, among what concerns security", async ({
  browser,
}) => {
  const { page, home } = await newcomer(browser);
  await setUpFactor(page);
  await page.goto(`${home}/me/keys`);
  const key = await makeKey(page, "Wall panel");
  const url = new URL(`${home}/now.json`, page.url()).href;
  for (const place of [LONDON, SYDNEY, SYDNEY])
    expect(await statusAt(place, url, bearer(key))).toBe(200);
  await page.goto(`${home}/settings/alerts`);
  await page.getByLabel("What", { exact: true }).selectOption({ label: "API keys and feeds" });
  await page.getByRole("button", { name: "Filter" }).click();
  const told = "from a network that it was never used from";
  await expect(page.getByText(told)).toHaveCount(1, PATIENT);
  await page.goto(`${home}/log`);
  await expect(page.getByText(told)).toHaveCount(1);
});
