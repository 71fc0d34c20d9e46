import { expect } from "@playwright/test";
import ICAL from "ical.js";
import { ADA, as, BO, expectAccessible, PATIENT, test } from "./support";

test("calendar feeds: one's own and a schedule's, another address beside the former, revoked, by an owner too", async ({
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

  const item = page.getByRole("listitem").filter({ hasText: prefixOf(address) });
  await item.locator("summary").click();
  await item.getByLabel("The former address works on for").selectOption({ label: "An hour" });
  await item.getByRole("button", { name: "Give it another address" }).click();
  const shown = item.getByLabel("Address of the calendar");
  await expect(shown).not.toHaveValue(address, PATIENT);
  const next = await shown.inputValue();
  await expect(item.getByText("replaced", { exact: true })).toBeVisible();
  for (const one of [address, next]) expect((await calendars.get(one)).status()).toBe(200);

  await page.reload();
  await item.getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(item).toHaveCount(0, PATIENT);
  expect((await calendars.get(address)).status()).toBe(404);

  const ada = await as(browser, ADA);
  await ada.goto("/o/lumen/settings/keys");
  const theirs = ada.getByRole("listitem").filter({ hasText: prefixOf(next) });
  await expect(theirs).toContainText("Payments on call");
  await expect(theirs).toContainText("Bo Lindqvist");
  await expect(theirs).toContainText("Last used");
  await expectAccessible(ada, "/o/lumen/settings/keys, with feeds");
  await theirs.getByRole("button", { name: "Revoke" }).click();
  await ada.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(theirs).toHaveCount(0, PATIENT);
  expect((await calendars.get(next)).status()).toBe(404);
  expect((await calendars.get(mine)).status(), "others work on").toBe(200);
});

/** What the lists show of a feed. */
const prefixOf = (address: string): string => /standbyfeed_[0-9A-Za-z]{8}/.exec(address)?.[0] ?? "";
