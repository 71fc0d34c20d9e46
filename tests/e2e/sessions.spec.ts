import { type Browser, expect, type Page } from "@playwright/test";
import { joined, newcomer, openMember, PASSWORD, provenAgo, sessionsAgo } from "./factor-stage";
import { countMails, ELI, givePassword, PATIENT, section, setUpFactor, sql, test } from "./support";

const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1";

/** Signed in on another device, which calls itself so. */
async function device(browser: Browser, email: string, userAgent: string): Promise<Page> {
  const page = await (await browser.newContext({ userAgent })).newPage();
  await givePassword(page, email, PASSWORD);
  return page;
}

/** Where a click to a page leads. */
async function reached(page: Page, path: string): Promise<string> {
  await page.goto(path);
  return new URL(page.url()).pathname;
}

test("a device is signed out, then all others, then whoever had the former password; each is mailed", async ({
  browser,
}) => {
  const { page, email, home } = await newcomer(browser);
  const firefox = await device(browser, email, FIREFOX);
  const iphone = await device(browser, email, IPHONE);
  await page.goto(`${home}/me`);
  const devices = section(page, "Devices");
  await devices.getByRole("button", { name: "Sign out Firefox on Linux" }).click();
  await expect(devices.getByText("Firefox on Linux")).toHaveCount(0, PATIENT);
  expect(await reached(firefox, home)).toBe("/sign-in");
  expect(await reached(iphone, home)).toBe(home);

  await devices.getByRole("button", { name: "Sign out everywhere else" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(devices.getByRole("listitem")).toHaveCount(1, PATIENT);
  expect(await reached(iphone, home)).toBe("/sign-in");
  expect(await reached(page, `${home}/me`)).toBe(`${home}/me`);
  await expect.poll(() => countMails(email, "A new device signed in"), PATIENT).toBe(2);

  await givePassword(firefox, email, PASSWORD);
  await firefox.goto(`${home}/people/new`);
  await firefox.getByLabel("Name", { exact: true }).fill("Half typed");
  await page.getByLabel("Present password").fill(PASSWORD);
  await page.getByLabel("New password").fill("another long password");
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(page.getByText("Your password is changed.")).toBeVisible(PATIENT);
  await firefox.getByRole("button", { name: "Add the person" }).click();
  await expect(firefox.getByText("You were signed out.")).toBeVisible(PATIENT);
  await expect(firefox.getByLabel("Name", { exact: true })).toHaveValue("Half typed");
  expect(await reached(firefox, home)).toBe("/sign-in");
  expect(await reached(page, home)).toBe(home);
  const told = () => countMails(email, "Your password for Standby has changed");
  await expect.poll(told, PATIENT).toBe(1);
});

/** A browser that holds the cookies of another one, as they are now. */
async function thiefOf(browser: Browser, page: Page): Promise<Page> {
  const storageState = await page.context().storageState();
  return (await browser.newContext({ storageState })).newPage();
}

test("a cookie that somebody took opens nothing after its owner confirmed who they are", async ({
  browser,
}) => {
  const { page, slug, home } = await newcomer(browser);
  const thief = await thiefOf(browser, page);
  expect(await reached(thief, home)).toBe(home);
  await provenAgo(slug, "6 minutes");
  await page.goto("/confirm");
  await page.getByLabel("Your password").fill(PASSWORD);
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText("Confirmed for five minutes")).toBeVisible(PATIENT);
  expect(await reached(thief, home)).toBe("/sign-in");
  expect(await reached(page, home)).toBe(home);
});

test("a cookie that somebody planted opens nothing after a sign-in over it", async ({
  browser,
}) => {
  const { page: attacker, home } = await newcomer(browser);
  const page = await thiefOf(browser, attacker);
  expect(await reached(page, home)).toBe(home);
  await givePassword(page, ELI);
  expect(await reached(page, "/o/lumen")).toBe("/o/lumen");
  for (const path of [home, "/o/lumen"]) expect(await reached(attacker, path)).toBe("/sign-in");
});

/** Lets a job of an organisation's log run now. */
const runNow = (job: "log-head" | "log-daily", slug: string) =>
  sql(
    `UPDATE graphile_worker._private_jobs SET run_at = now()
     WHERE key = $1 || ':' || (SELECT "orgId" FROM "Organisation" WHERE "slug" = $2)`,
    [job, slug],
  );

/** As if an organisation's log had been signed to its end so long ago. */
async function signedAgo(slug: string, ago: string): Promise<void> {
  const signed = () =>
    sql(
      `SELECT FROM "SignedHead" JOIN "ChangeLogHead" USING ("orgId", "number")
         JOIN "Organisation" o USING ("orgId") WHERE o."slug" = $1`,
      [slug],
    );
  await runNow("log-head", slug);
  await expect.poll(async () => (await signed()).length, PATIENT).toBe(1);
  // Nobody changes a signed head, but for who owns the database.
  await sql(`ALTER TABLE "SignedHead" DISABLE TRIGGER append_only`);
  await sql(
    `UPDATE "SignedHead" s SET "createdAt" = now() - $2::interval FROM "Organisation" o
     WHERE o."orgId" = s."orgId" AND o."slug" = $1`,
    [slug, ago],
  );
  await sql(`ALTER TABLE "SignedHead" ENABLE TRIGGER append_only`);
}

test("history is kept for as long as settings say and no longer; who shortens it proves who they are, and owners are told", async ({
  browser,
}) => {
  const { page, email, slug, home } = await newcomer(browser);
  await setUpFactor(page);
  await page.goto(`${home}/settings`);
  const history = section(page, "History");
  await expect(history.getByLabel("Days that history is kept")).toHaveValue("365");
  await provenAgo(slug, "6 minutes");
  await history.getByLabel("Days that history is kept").fill("90");
  await history.getByRole("button", { name: "Save" }).click();
  await expect(history.getByText("Confirm that it is you").first()).toBeVisible(PATIENT);
  await provenAgo(slug, "0 minutes");
  await history.getByRole("button", { name: "Send again" }).click();
  await expect(history.getByText("Saved.")).toBeVisible(PATIENT);
  await page.reload();
  await expect(history.getByLabel("Days that history is kept")).toHaveValue("90");
  const told = () => countMails(email, "is kept for 90 days instead of 365");
  await expect.poll(told, PATIENT).toBe(1);
  await page.goto(`${home}/log`);
  const entry = page.getByText("set how long the log is kept to 90 days");
  await expect(entry).toBeVisible();

  await signedAgo(slug, "91 days");
  await expect(async () => {
    await runNow("log-daily", slug);
    await page.reload();
    await expect(page.getByText(/removed entries up to \d+/)).toBeVisible({ timeout: 1_000 });
  }).toPass(PATIENT);
  await expect(entry).toHaveCount(0);
  await page.getByRole("button", { name: "Verify" }).click();
  await expect(page.getByText(/chain whole/)).toBeVisible();
});

test("a permission that was taken counts no more on a page that is open; whoever is signed out is out", async ({
  browser,
}) => {
  const owner = await newcomer(browser);
  await setUpFactor(owner.page);
  const { page, email, home } = await joined(browser, owner, "Mona Member", "Scheduler");
  await page.goto(`${home}/people/new`);
  await page.getByLabel("Name", { exact: true }).fill("Too late");

  await openMember(owner.page, home, "Mona Member");
  await owner.page.getByRole("checkbox", { name: /^Manage people and their contacts/ }).uncheck();
  await owner.page.getByRole("button", { name: "Save permissions" }).click();
  await expect(owner.page.getByText("It holds from their next click on.")).toBeVisible(PATIENT);

  await page.getByRole("button", { name: "Add the person" }).click();
  await expect(page.getByRole("alert").first()).not.toBeEmpty(PATIENT);
  expect((await page.goto(`${home}/people/new`))?.status()).toBe(404);
  await page.goto(`${home}/people`);
  await expect(page.getByText("Mona Member").first()).toBeVisible();
  await expect(page.getByText("Too late")).toHaveCount(0);

  await owner.page.getByRole("button", { name: "Sign Mona Member out" }).click();
  await owner.page
    .getByRole("dialog")
    .getByRole("button", { name: "Sign Mona Member out" })
    .click();
  await expect(owner.page.getByText("was signed out on all devices.")).toBeVisible(PATIENT);
  expect(await reached(page, home)).toBe("/sign-in");
  await expect.poll(() => countMails(email, "You were signed out"), PATIENT).toBe(1);
});

test("sessions end as soon as an organisation’s own limits say, for its members and nobody else’s", async ({
  browser,
}) => {
  const owner = await newcomer(browser);
  const { page, slug, home } = owner;
  await setUpFactor(page);
  const member = await joined(browser, owner, "Lea Late", "Viewer");
  await page.goto(`${home}/settings/security`);
  const form = section(page, "Sessions");
  await form.getByLabel("After so long without use").selectOption({ label: "an hour" });
  await form.getByLabel("In any case after").selectOption({ label: "12 hours" });
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByText("It holds from the next click on.")).toBeVisible(PATIENT);
  await sessionsAgo(slug, "seenAt", "50 minutes");
  expect(await reached(member.page, home)).toBe(home);
  await sessionsAgo(slug, "seenAt", "70 minutes");
  expect(await reached(member.page, home)).toBe("/sign-in");
  await givePassword(member.page, member.email, PASSWORD);
  expect(await reached(member.page, home)).toBe(home);
  await sessionsAgo(slug, "createdAt", "13 hours");
  expect(await reached(member.page, home)).toBe("/sign-in");
});
