import { readFile } from "node:fs/promises";
import { expect } from "@playwright/test";
import { ADA, as, DANA, ELI, GRACE, mails, test } from "./support";

test.describe.configure({ mode: "serial" });

const NAME = `Imported roster ${Date.now().toString(36)}`;
let draft = "";

test("an owner imports a PagerDuty schedule; it is proved the same and becomes a draft", async ({
  browser,
}) => {
  const page = await as(browser, ADA);
  await page.goto("/o/lumen/import");
  const file = await readFile("tests/fixtures/import/pagerduty-schedule.json", "utf8");
  await page
    .getByLabel("or paste its text")
    .first()
    .fill(file.replaceAll("Payments on call", NAME));
  await page.getByRole("button", { name: "Look at it first" }).first().click();
  await expect(page.getByText("The same as PagerDuty computed")).toBeVisible();
  await expect(page.getByText("Nothing has been changed yet.")).toBeVisible();
  await page.getByLabel("Team").selectOption({ label: "Payments" });
  await page.getByRole("button", { name: /Make .*draft/ }).click();
  await page.waitForURL(/\/drafts/);
  await page.goto("/o/lumen/drafts");
  await page
    .getByRole("link", { name: new RegExp(NAME) })
    .first()
    .click();
  await page.waitForURL(/\/drafts\/[0-9a-f-]{36}/);
  draft = new URL(page.url()).pathname;
});

test("its author asks for a review and cannot approve it", async ({ browser }) => {
  const page = await as(browser, ADA);
  await page.goto(draft);
  await page.getByRole("button", { name: "Ask for review" }).click();
  await expect(page.getByText("somebody else must review it")).toBeVisible();
  await expect(page.getByRole("button", { name: "Approve" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Publish", exact: true })).toHaveCount(0);
});

test("a viewer sees it and can do nothing to it", async ({ browser }) => {
  const page = await as(browser, ELI);
  await page.goto(draft);
  await expect(page.getByText("What this changes")).toBeVisible();
  for (const name of ["Approve", "Reject", "Publish", "Withdraw", "Ask for review"]) {
    await expect(page.getByRole("button", { name, exact: true })).toHaveCount(0);
  }
  for (const path of ["/o/lumen/import", "/o/lumen/log", "/o/lumen/settings", `${draft}/edit`]) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(404);
  }
});

test("another organisation's owner finds nothing", async ({ browser }) => {
  const page = await as(browser, GRACE);
  for (const path of ["/o/lumen", "/o/lumen/schedules", draft, `${draft}/edit`]) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(404);
    await expect(page.getByText(NAME)).toHaveCount(0);
  }
});

test("an approver approves and publishes it", async ({ browser }) => {
  const page = await as(browser, DANA);
  await page.goto("/o/lumen/drafts");
  await expect(page.getByRole("heading", { name: "Waiting for your review" })).toBeVisible();
  await page.goto(draft);
  await page.getByRole("button", { name: "Approve" }).click();
  await expect(page.getByText("1 of 1 approval")).toBeVisible();
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await page.waitForURL(/\/schedules\//);
  await expect(page.getByRole("heading", { name: NAME })).toBeVisible();
});

test("the Now page shows it, with a plain link to call, and without script", async ({
  browser,
}) => {
  const withScript = await as(browser, ELI);
  const cookies = await withScript.context().cookies();
  const context = await browser.newContext({ javaScriptEnabled: false });
  await context.addCookies(cookies);
  const page = await context.newPage();
  await page.goto("/o/lumen");
  await expect(page.getByRole("article", { name: NAME })).toContainText(/Amara|Bruno|Chiyo|Dara/);
  const call = page
    .getByRole("article", { name: "Payments on call" })
    .getByRole("link", { name: /^Call / });
  await expect(call.first()).toHaveAttribute("href", /^tel:\+\d+$/);
  const box = await call.first().boundingBox();
  expect(box?.height).toBeGreaterThanOrEqual(48);
});

test("the log says who did what, and the chain is whole", async ({ browser }) => {
  const page = await as(browser, ADA);
  await page.goto("/o/lumen/log");
  await expect(page.getByText(new RegExp(`Dana Ruiz.*published.*${NAME}`)).first()).toBeVisible();
  await expect(page.getByText(/Dana Ruiz.*approved/).first()).toBeVisible();
  await page
    .getByRole("button", { name: /Verify/ })
    .or(page.getByRole("link", { name: /Verify/ }))
    .first()
    .click();
  await expect(page.getByText(/chain .*whole/i)).toBeVisible();
});

test("the people whose shifts it touches are told by mail", async () => {
  await expect
    .poll(
      async () =>
        (await mails()).filter((mail) => mail.includes(NAME) && /^To:.*@example\.com/im.test(mail))
          .length,
      {
        timeout: 30_000,
      },
    )
    .toBeGreaterThan(0);
});
