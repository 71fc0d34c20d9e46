import { type APIRequest, expect, type Locator, type Page } from "@playwright/test";
import { ADA, as, BO, expectAccessible, test } from "./support";

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
      headers: { Authorization: `Bearer ${text}` },
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
