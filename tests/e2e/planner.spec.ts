import { expect } from "@playwright/test";
import { as, BO, ELI, expectAccessible, signIn, test } from "./support";

test("a plan is proposed beside round robin, becomes a draft, and is for who may edit", async ({
  page,
  browser,
}) => {
  await signIn(page, BO);
  await page.goto("/o/lumen/me");
  await page.getByLabel("Every", { exact: true }).selectOption({ label: "Friday" });
  await page.getByRole("button", { name: "Add a wish" }).click();
  await expect(page.getByText("Rather not on call on Fridays").first()).toBeVisible();

  await page.goto("/o/lumen/schedules");
  await page.getByRole("link", { name: "Payments on call" }).first().click();
  await page.getByRole("link", { name: "Plan…" }).click();
  await expect(page.getByRole("heading", { name: "Plan", level: 1 })).toBeVisible();
  await expectAccessible(page, "the planner's form");
  await page.getByLabel("Weeks", { exact: true }).fill("3");
  await page.getByLabel("Shifts", { exact: true }).selectOption({ label: "Daily" });
  await page.getByLabel("Search for at most").selectOption({ label: "5 seconds" });
  await page.getByRole("button", { name: "Propose" }).click();

  await expect(page.getByRole("heading", { name: "How fair it is" })).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByText(/^(The best possible|Within [\d.]+ %|Stopped after)/)).toBeVisible();
  const figures = page.getByRole("row", { name: /^Spread of nights/ }).getByRole("cell");
  const [planned, turns] = await figures.allTextContents();
  expect(Number(planned)).toBeLessThanOrEqual(Number(turns));
  await expectAccessible(page, "a proposal");
  const address = page.url();
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(page, "a proposal on a phone");

  const eli = await as(browser, ELI);
  const path = new URL(address).pathname;
  expect((await eli.goto(path))?.status()).toBe(404);

  await page.getByRole("button", { name: "Make it a draft" }).click();
  await page.waitForURL(/\/drafts\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { name: /^Plan, / }).first()).toBeVisible();
  await expect(page.getByText(/temporary/i).first()).toBeVisible();
});

test("an unmet wish says why, and a plan that cannot be says which limit would have to give way", async ({
  page,
}) => {
  await signIn(page, BO);
  await page.goto("/o/lumen/me");
  await page.getByLabel("Every", { exact: true }).selectOption({ label: "Monday" });
  await page.getByRole("button", { name: "Add a wish" }).click();
  await expect(page.getByText("Rather not on call on Mondays").first()).toBeVisible();

  await page.goto("/o/lumen/schedules");
  await page.getByRole("link", { name: "Payments on call" }).first().click();
  await page.getByRole("link", { name: "Plan…" }).click();
  await expect(page.getByRole("button", { name: "Propose" })).toBeVisible();
  for (const box of await page.locator('input[name="people[]"]').all()) await box.uncheck();
  await page.getByRole("checkbox", { name: /^Bo / }).first().check();
  await page.getByLabel("Weeks", { exact: true }).fill("2");
  await page.getByLabel("Shifts", { exact: true }).selectOption({ label: "Daily" });
  await page.getByRole("button", { name: "Propose" }).click();
  await expect(page.getByText("Everybody else is away then").first()).toBeVisible({
    timeout: 60_000,
  });

  await page.getByRole("link", { name: "Change the plan" }).first().click();
  await page.getByLabel(/in a row/i).fill("1");
  await page.getByRole("button", { name: "Propose" }).click();
  await expect(page.getByText("No plan keeps all limits")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/would have more than 1 shift in a row/).first()).toBeVisible();
  await expectAccessible(page, "a plan that cannot be");
});
