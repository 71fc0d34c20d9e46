import { expect, type Page } from "@playwright/test";
import { BO, givePassword, PATIENT, test } from "./support";

/** Names, addresses and numbers of the demo's people, and of what they work for. */
const PERSONAL = /@|Okafor|Lindqvist|Ruiz|Kaplan|Haddad|Chen Wei|Lumen|\+44|\+46|\+65|\+1[23]/;

/** All that scripts find kept in this browser, as text by where it is. */
const kept = (page: Page) =>
  page.evaluate(async () => {
    const files: string[] = [];
    for (const name of await caches.keys())
      for (const { url } of await (await caches.open(name)).keys()) files.push(`${name} ${url}`);
    return {
      local: JSON.stringify({ ...localStorage }),
      tab: JSON.stringify({ ...sessionStorage }),
      databases: JSON.stringify(await indexedDB.databases()),
      caches: JSON.stringify(files),
      workers: String((await navigator.serviceWorker.getRegistrations()).length),
      cookies: document.cookie,
    };
  });

const NOTHING = {
  local: "{}",
  tab: "{}",
  databases: "[]",
  caches: "[]",
  workers: "0",
  cookies: "",
};

/** Leaves an edit in a draft that is not saved. */
async function editUnsaved(page: Page): Promise<void> {
  await page.goto("/o/lumen/drafts");
  await page.getByRole("link", { name: "Farah joins the rotation" }).first().click();
  await page.waitForURL(/drafts\/[0-9a-f-]{36}$/);
  await page.goto(`${page.url()}/edit`);
  await page.getByLabel("What this draft does").fill("Not saved yet");
  await expect.poll(async () => (await kept(page)).tab).toContain("Not saved yet");
}

test("nothing of anybody is kept in the browser's storage, and signing out leaves none at all; Back shows nothing", async ({
  browser,
}) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.on("dialog", (dialog) => dialog.accept());
  await givePassword(page, BO);
  for (const path of ["/o/lumen", "/o/lumen/people", "/o/lumen/reports?span=this-quarter"]) {
    await page.goto(path);
  }
  await page.getByRole("link", { name: "People" }).first().click();
  await page.getByRole("link", { name: "Ada Okafor" }).first().click();
  await expect(page.locator("main a[href^='tel:']").first()).toBeVisible();
  expect(await kept(page)).toEqual(NOTHING);

  await editUnsaved(page);
  const { tab, ...others } = await kept(page);
  expect({ ...others, tab: "{}" }).toEqual(NOTHING);
  const [[key, copy] = [], ...more] = Object.entries(JSON.parse(tab));
  expect(more, "one draft is copied, and nothing else").toEqual([]);
  expect(key).toMatch(/^standby-draft-[0-9a-f-]{36}$/);
  expect(copy, "people stand in it by their ids").not.toMatch(PERSONAL);

  await page.locator("[popovertarget=me-menu]").click();
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page.getByText("You are signed out.")).toBeVisible(PATIENT);
  expect(await kept(page)).toEqual(NOTHING);
  for (let n = 0; n < 4; n += 1) {
    await page.goBack();
    await page.waitForLoadState();
    expect(await page.content()).not.toMatch(/Okafor|Lindqvist|Farah|Not saved yet/);
  }
  await expect(page).toHaveURL(/sign-in/);
  const names = (await context.cookies()).map(({ name }) => name);
  expect(names).not.toContain("__Host-standby");
});
