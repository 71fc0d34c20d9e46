import { expect } from "@playwright/test";
import ICAL from "ical.js";
import { ADA, as, BO, expectAccessible, PATIENT, sql, test } from "./support";

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

test("a feed whose time is over, and a former address whose time is over, are not found", async ({
  browser,
  playwright,
}) => {
  const page = await as(browser, BO);
  await page.goto("/o/lumen/me");
  await page.getByRole("button", { name: "Make a calendar feed" }).click();
  const address = page.getByLabel("Address of the calendar");
  const former = await address.inputValue(PATIENT);
  await page.reload();
  const itemOf = (one: string) => page.getByRole("listitem").filter({ hasText: prefixOf(one) });
  await itemOf(former).locator("summary").click();
  await itemOf(former).getByRole("button", { name: "Give it another address" }).click();
  const next = await address.inputValue(PATIENT);
  const calendars = await playwright.request.newContext();
  const statuses = async () => [
    (await calendars.get(former)).status(),
    (await calendars.get(next)).status(),
  ];
  expect(await statuses()).toEqual([200, 200]);
  await end(former);
  expect(await statuses()).toEqual([404, 200]);
  await end(next);
  expect(await statuses()).toEqual([404, 404]);
  await page.reload();
  for (const one of [former, next]) {
    await expect(itemOf(one)).toContainText("Ended");
    await itemOf(one).getByRole("button", { name: "Remove" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await expect(itemOf(one)).toHaveCount(0, PATIENT);
  }
});

/** As if the time of a feed had been over for a minute. */
const end = (address: string) =>
  sql(`UPDATE "Feed" SET "expiresAt" = now() - interval '1 minute' WHERE "prefix" = $1`, [
    prefixOf(address),
  ]);

/** What the lists show of a feed. */
const prefixOf = (address: string): string => /standbyfeed_[0-9A-Za-z]{8}/.exec(address)?.[0] ?? "";
