import { readFile } from "node:fs/promises";
import { expect, type Page } from "@playwright/test";
import { joined, type Newcomer, newcomer, PASSWORD, provenAgo } from "./factor-stage";
import { expectAccessible, PATIENT, setUpFactor, test } from "./support";

// Erasing needs a script for its question, and a proof of the last five minutes, which who just signed in has given.
test.describe.configure({ mode: "serial", timeout: 240_000 });

let stage: Newcomer | undefined;
test.beforeAll(async ({ browser }) => {
  stage = await newcomer(browser);
  const { page, home } = stage;
  await setUpFactor(page);
  await page.goto(`${home}/teams`);
  await page.getByLabel("New team").fill("Platform");
  await page.getByRole("button", { name: "Add the team" }).click();
  await expect(page.getByText("Added.")).toBeVisible(PATIENT);
});

test.beforeEach(() => provenAgo(owned().slug, "0 minutes"));

function owned(): Newcomer {
  if (!stage) throw new Error("there is no organisation");
  return stage;
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name }).click();
  await page.getByRole("dialog").getByRole("button", { name }).click();
}

/** The account is gone: its password opens nothing. */
async function expectNoSignIn(page: Page, email: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("alert").first()).toContainText("is wrong", PATIENT);
}

test("a member takes their data with them and is erased; an owner erases a person, and cannot be the last to go", async ({
  browser,
}) => {
  const { page: owner, slug, home } = owned();
  const { page: leo, email } = await joined(browser, owned(), "Leo Leaver", "Viewer");
  await leo.goto(`${home}/me`);
  await leo.getByRole("link", { name: "Your data" }).click();
  await leo.waitForURL("**/me/data");
  await expectAccessible(leo, "/me/data");
  const [download] = await Promise.all([
    leo.waitForEvent("download"),
    leo.getByRole("link", { name: "Export my data" }).click(),
  ]);
  const data = JSON.parse(await readFile(await download.path(), "utf8"));
  expect(download.suggestedFilename()).toBe(`my-data-${slug}.json`);
  expect(data.account).toMatchObject({ name: "Leo Leaver", email });
  expect(data.member).toMatchObject({ name: "Leo Leaver", email });
  expect(JSON.stringify(data)).not.toContain(owned().email);

  await leo.getByRole("button", { name: "Erase me" }).click();
  const dialog = leo.getByRole("dialog");
  await expect(dialog).toContainText("Nobody can bring it back");
  await dialog.getByRole("button", { name: "Erase me" }).click();
  await expect(leo.getByText("You are erased, and so is your account.")).toBeVisible(PATIENT);
  await expectNoSignIn(leo, email);

  await owner.goto(`${home}/log`);
  await expect(owner.getByText("erased Former member 1")).toBeVisible();
  await expect(owner.getByText("Leo Leaver")).toHaveCount(0);

  await owner.goto(`${home}/people/new`);
  await owner.getByLabel("Name", { exact: true }).fill("Petra Phone");
  await owner.getByLabel("Phone").fill("+49 30 901820");
  await owner.getByRole("button", { name: /Add/ }).last().click();
  await owner.waitForURL(/people\/[0-9a-f-]{36}$/);
  await owner.getByRole("link", { name: "What erasing Petra Phone means" }).click();
  await owner.waitForURL(/erase$/);
  await expectAccessible(owner, "erase a person");
  await press(owner, "Erase Petra Phone");
  await owner.waitForURL(`**${home}/people`);
  await expect(owner.getByText("Petra Phone")).toHaveCount(0);

  await owner.goto(`${home}/me/data`);
  await press(owner, "Erase me");
  await expect(owner.getByText("An organisation needs an owner.")).toBeVisible(PATIENT);
});

/** Opens the page of the owner's on which somebody is erased. */
async function openErasure(owner: Page, home: string, name: string): Promise<void> {
  await owner.goto(`${home}/people`);
  await owner.getByRole("link", { name, exact: true }).click();
  await owner.getByRole("link", { name: `What erasing ${name} means` }).click();
  await owner.waitForURL(/erase$/);
}

/** Publishes the draft that is open without anybody else. */
async function publishAlone(owner: Page): Promise<void> {
  await owner.getByText("In an emergency").click();
  await owner.getByLabel("What the emergency is").fill("Nobody is there");
  await owner.getByRole("button", { name: "Publish now without review" }).first().click();
  await owner.getByRole("dialog").getByRole("button", { name: "Publish now" }).click();
  await owner.waitForURL(/\/schedules\//);
}

/** A roster of which one person is on call always, published by the owner alone. */
async function onCallAlways(owner: Page, home: string, name: string, desk: string): Promise<void> {
  await owner.goto(`${home}/schedules/new`);
  await owner.getByLabel("Name").fill(desk);
  await owner.getByRole("button", { name: "Make the schedule" }).click();
  await owner.waitForURL(/\/edit$/);
  const crew = owner.getByRole("group", { name: "Who takes part" });
  for (const one of await crew.getByRole("checkbox").all()) await one.uncheck();
  await crew.getByLabel(name).check();
  await owner.getByRole("button", { name: /^Weekly rotation/ }).click();
  await owner.getByRole("button", { name: "Save", exact: true }).click();
  await expect(owner.getByRole("button", { name: "Save", exact: true })).toBeDisabled();
  await owner.goto(new URL(owner.url()).pathname.replace("/edit", ""));
  await publishAlone(owner);
}

test("nobody is erased while a roster needs them; when somebody has taken over, they are", async ({
  browser,
}) => {
  const { page: owner, home } = owned();
  const { page: nora, email } = await joined(browser, owned(), "Nora Night", "Responder");
  await onCallAlways(owner, home, "Nora Night", "Night desk");
  await nora.goto(`${home}/me/data`);
  await expect(nora.getByText("A roster needs you")).toBeVisible();
  await expect(nora.getByRole("button", { name: "Erase me" })).toHaveCount(0);
  await expectAccessible(nora, "/me/data, on call");
  await nora.getByLabel("Who takes over").selectOption({ label: "Finn Factor" });
  await nora.getByRole("button", { name: "Send to review" }).click();
  await expect(nora.getByText("Sent to review")).toBeVisible(PATIENT);

  await owner.goto(`${home}/drafts`);
  await owner
    .getByRole("link", { name: /takes over|Night desk/ })
    .first()
    .click();
  await owner.waitForURL(/drafts\/[0-9a-f-]{36}$/);
  await owner.getByRole("button", { name: "Approve" }).click();
  await expect(owner.getByText("1 of 1 approval")).toBeVisible(PATIENT);
  await owner.getByRole("button", { name: "Publish", exact: true }).click();
  await owner.waitForURL(/\/schedules\//, PATIENT);

  await provenAgo(owned().slug, "0 minutes");
  await nora.reload();
  await press(nora, "Erase me");
  await expect(nora.getByText("You are erased, and so is your account.")).toBeVisible(PATIENT);
  await expectNoSignIn(nora, email);
});

test("an owner who erases somebody on call is told what is in the way, and can once somebody else is in their place", async ({
  browser,
}) => {
  const { page: owner, home } = owned();
  await joined(browser, owned(), "Dora Day", "Responder");
  const tab = await owner.context().newPage();
  await openErasure(tab, home, "Dora Day");
  await onCallAlways(owner, home, "Dora Day", "Day desk");
  await press(tab, "Erase Dora Day");
  const refusal = "A published roster needs them: Day desk. Let somebody take over first.";
  await expect(tab.getByText(refusal)).toBeVisible(PATIENT);
  await tab.reload();
  await expect(tab.getByText("A roster needs Dora Day")).toBeVisible();
  await expect(tab.getByRole("listitem").filter({ hasText: "Day desk" })).toContainText(
    "on call now",
  );
  await expect(tab.getByRole("button", { name: "Erase Dora Day" })).toHaveCount(0);
  await expectAccessible(tab, "erase a person, on call");

  await tab.getByLabel("Who takes over").selectOption({ label: "Finn Factor" });
  await tab.getByRole("button", { name: "Send to review" }).click();
  await expect(tab.getByText("Sent to review")).toBeVisible(PATIENT);
  await owner.goto(`${home}/drafts`);
  await owner.getByRole("link", { name: /^Somebody takes over.*Day desk/ }).click();
  await owner.waitForURL(/drafts\/[0-9a-f-]{36}$/);
  await publishAlone(owner);
  await tab.reload();
  await press(tab, "Erase Dora Day");
  await tab.waitForURL(`**${home}/people`, PATIENT);
  await expect(tab.getByText("Dora Day")).toHaveCount(0);
});

test("an owner erases a member: their open session ends, and so does their account", async ({
  browser,
}) => {
  const { page: owner, home } = owned();
  const { page: mia, email } = await joined(browser, owned(), "Mia Member", "Viewer");
  await openErasure(owner, home, "Mia Member");
  await press(owner, "Erase Mia Member");
  await owner.waitForURL(`**${home}/people`, PATIENT);
  await expect(owner.getByText("Mia Member")).toHaveCount(0);
  await mia.goto(home);
  await expect(mia).toHaveURL(/sign-in/);
  await expectNoSignIn(mia, email);
});
