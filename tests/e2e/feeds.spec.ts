import { expect, test } from "@playwright/test";
import ICAL from "ical.js";
import { as, BO, expectAccessible } from "./support";

test("calendar feeds: one's own and a schedule's, another address, revoked", async ({
  browser,
  playwright,
}) => {
  const page = await as(browser, BO);
  await page.goto("/o/lumen/me");
  await page.getByRole("button", { name: "Make a calendar feed" }).click();
  const mine = await page.getByLabel("Address of the calendar").inputValue();
  expect(mine).toMatch(/\/feeds\/standbyfeed_[0-9A-Za-z]{8}_[0-9A-Za-z]{38}\.ics$/);

  await page.goto("/o/lumen/schedules");
  await page.getByRole("link", { name: "Payments on call" }).first().click();
  await page.getByRole("link", { name: "Calendar feed" }).click();
  await page.getByRole("button", { name: "Make a calendar feed" }).click();
  const address = await page.getByLabel("Address of the calendar").inputValue();
  await expectAccessible(page, "a schedule's calendar feed");

  const calendars = await playwright.request.newContext();
  const answer = await calendars.get(address);
  expect(answer.headers()["content-type"]).toBe("text/calendar; charset=utf-8");
  const calendar = new ICAL.Component(ICAL.parse(await answer.text()));
  expect(calendar.getFirstPropertyValue("x-wr-calname")).toBe("Payments on call");
  expect(calendar.getAllSubcomponents("vevent").length).toBeGreaterThan(50);
  const known = { headers: { "If-None-Match": answer.headers().etag ?? "" } };
  expect((await calendars.get(address, known)).status()).toBe(304);
  expect((await calendars.get(mine)).status()).toBe(200);

  await page.getByRole("button", { name: "Another address…" }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: "Give it another address" }).click();
  const shown = page.getByLabel("Address of the calendar").first();
  await expect(shown).not.toHaveValue(address);
  const next = await shown.inputValue();
  expect((await calendars.get(address)).status()).toBe(404);
  expect((await calendars.get(next)).status()).toBe(200);

  await page.reload();
  await page.getByRole("button", { name: "Revoke" }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText("Last used")).toHaveCount(0);
  expect((await calendars.get(next)).status()).toBe(404);
});
