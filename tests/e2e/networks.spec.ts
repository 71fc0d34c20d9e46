import { expect } from "@playwright/test";
import { as, expectAccessible, GRACE, sql, test } from "./support";

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
