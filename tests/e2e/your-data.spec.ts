import { readFile } from "node:fs/promises";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { expectAccessible, mailedLink, PATIENT, setUpFactor, signUp } from "./support";

const MARK = Date.now().toString(36);
const SLUG = `data-${MARK}`;
const LEO = `leo-${MARK}@new.example`;
const PASSWORD = "a long enough password";

/** Erasing needs a script for its question, and a proof of the last five minutes, which who just signed in has given. */
async function leaver(browser: Browser, owner: Page): Promise<Page> {
  await owner.goto(`/o/${SLUG}/settings/members`);
  await owner.getByLabel("Name", { exact: true }).fill("Leo Leaver");
  await owner.getByLabel("E-mail").fill(LEO);
  await owner.getByRole("button", { name: /Invite|Send/ }).click();
  const page = await (await browser.newContext()).newPage();
  await page.goto(await mailedLink(LEO, "invitation"));
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Accept the invitation" }).click();
  await page.waitForURL(`**/o/${SLUG}`);
  return page;
}

test("a member takes their data with them and is erased; an owner erases somebody else, and cannot be the last to go", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const owner = await (await browser.newContext()).newPage();
  await signUp(owner, {
    name: "Olga Owner",
    email: `olga-${MARK}@new.example`,
    password: PASSWORD,
    organisation: "Data keepers",
    slug: SLUG,
  });
  await setUpFactor(owner);
  const leo = await leaver(browser, owner);

  await leo.goto(`/o/${SLUG}/me`);
  await leo.getByRole("link", { name: "Your data" }).click();
  await leo.waitForURL("**/me/data");
  await expectAccessible(leo, "/me/data");
  const [download] = await Promise.all([
    leo.waitForEvent("download"),
    leo.getByRole("link", { name: "Export my data" }).click(),
  ]);
  const data = JSON.parse(await readFile(await download.path(), "utf8"));
  expect(download.suggestedFilename()).toBe(`my-data-${SLUG}.json`);
  expect(data.account).toMatchObject({ name: "Leo Leaver", email: LEO });
  expect(data.member).toMatchObject({ name: "Leo Leaver", email: LEO });
  expect(JSON.stringify(data)).not.toContain("olga-");

  await leo.getByRole("button", { name: "Erase me" }).click();
  const dialog = leo.getByRole("dialog");
  await expect(dialog).toContainText("Nobody can bring it back");
  await dialog.getByRole("button", { name: "Erase me" }).click();
  await expect(leo.getByText("You are erased, and so is your account.")).toBeVisible(PATIENT);
  await leo.getByLabel("E-mail").fill(LEO);
  await leo.getByLabel("Password").fill(PASSWORD);
  await leo.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(leo.getByRole("alert").first()).toBeVisible(PATIENT);

  await owner.goto(`/o/${SLUG}/log`);
  await expect(owner.getByText("erased Former member 1")).toBeVisible();
  await expect(owner.getByText("Leo Leaver")).toHaveCount(0);

  await owner.goto(`/o/${SLUG}/people/new`);
  await owner.getByLabel("Name", { exact: true }).fill("Petra Phone");
  await owner.getByLabel("Phone").fill("+49 30 901820");
  await owner.getByRole("button", { name: /Add/ }).last().click();
  await owner.waitForURL(/people\/[0-9a-f-]{36}$/);
  await owner.getByRole("link", { name: "What erasing Petra Phone means" }).click();
  await owner.waitForURL(/erase$/);
  await expectAccessible(owner, "erase a person");
  await owner.getByRole("button", { name: "Erase Petra Phone" }).click();
  await owner.getByRole("dialog").getByRole("button", { name: "Erase Petra Phone" }).click();
  await owner.waitForURL(`**/o/${SLUG}/people`);
  await expect(owner.getByText("Petra Phone")).toHaveCount(0);

  await owner.goto(`/o/${SLUG}/me/data`);
  await owner.getByRole("button", { name: "Erase me" }).click();
  await owner.getByRole("dialog").getByRole("button", { name: "Erase me" }).click();
  await expect(owner.getByText("An organisation needs an owner.")).toBeVisible(PATIENT);
});
