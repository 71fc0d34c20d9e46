import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import {
  type Browser,
  type BrowserContext,
  test as base,
  type Cookie,
  expect,
  type Page,
} from "@playwright/test";
import { generate } from "otplib";
import pg from "pg";

const left = new Map<BrowserContext, string>();

/**
 * Playwright's, without the browsers that an earlier file left: an open page goes on asking, and looks again whenever
 * others change something.
 */
export const test = base.extend<{ readonly closing: undefined }>({
  closing: [
    async ({ browser }, use, { file }) => {
      const old = [...left].filter(([, from]) => from !== file).map(([context]) => context);
      for (const context of old) {
        left.delete(context);
        await context.close();
      }
      await use(undefined);
      for (const context of browser.contexts()) left.set(context, left.get(context) ?? file);
    },
    { auto: true },
  ],
});

/** Whatever checks a password or waits for a message takes its time, the more on a busy machine. */
export const PATIENT = { timeout: 30_000 };

/** What the demo prints ends in the password of all its accounts. */
const password = (process.env.STANDBY_SIGN_IN ?? "").split(": ").at(-1)?.trim() ?? "";

export const ADA = "ada@lumen.example"; // owner of Lumen Cloud, viewer at Harbour Clinic
export const BO = "bo@lumen.example"; // scheduler
export const DANA = "dana@lumen.example"; // approver
export const ELI = "eli@lumen.example"; // viewer
export const GRACE = "grace@harbour.example"; // owner of Harbour Clinic
export const HUGO = "hugo@harbour.example"; // scheduler at Harbour Clinic, and the staff of support

/** Sends the form of the page of sign-in, whatever comes of it; `to`: where it leads on. */
export async function typePassword(page: Page, email: string, own: string, to = ""): Promise<void> {
  await page.goto(`/sign-in${to && `?to=${encodeURIComponent(to)}`}`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(own);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

export async function givePassword(page: Page, email: string, own = password): Promise<void> {
  await typePassword(page, email, own);
  await page.waitForURL((url) => url.pathname !== "/sign-in");
}

/** The code that an app shows now, or `steps` half minutes on. */
export const code = (secret: string, steps = 0) =>
  generate({ secret, epoch: Math.floor(Date.now() / 1000) + 30 * steps });

/** One kind of factor on the page of second factors. */
export const section = (page: Page, name: string) => page.getByRole("region", { name });

/** The backup codes, which are shown once. */
export async function shownCodes(page: Page): Promise<string[]> {
  const list = page.getByRole("status").getByRole("listitem");
  await expect(list).toHaveCount(10, PATIENT);
  return list.allTextContents();
}

/** Sets up an authenticator app as the first factor of whoever is signed in; gives back its key and the backup codes. */
export async function setUpFactor(page: Page): Promise<{ secret: string; codes: string[] }> {
  await page.goto("/second-factor");
  const app = section(page, "Authenticator app");
  await app.getByRole("button", { name: "Set up an app" }).click();
  await expect(app.getByRole("img", { name: "QR code" })).toBeVisible(PATIENT);
  const secret = ((await page.getByTestId("key").textContent()) ?? "").replaceAll(" ", "");
  await app.getByLabel("Code that the app shows").fill(await code(secret));
  await app.getByRole("button", { name: "Turn on" }).click();
  return { secret, codes: await shownCodes(page) };
}

/** Who has set up a second factor before the tests began, and the session they have since. */
export type Session = { readonly email: string; readonly cookies: readonly Cookie[] };
const sessions: readonly Session[] = JSON.parse(process.env.STANDBY_SESSIONS ?? "[]");

/** Signs in; who has a second factor goes on with their session, for a code of their app counts once. */
export async function signIn(page: Page, email: string): Promise<void> {
  const held = sessions.find((one) => one.email === email);
  if (!held) return givePassword(page, email);
  await page.context().addCookies([...held.cookies]);
  await page.goto("/organisations");
}

/** A browser of its own, signed in. */
export async function as(browser: Browser, email: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await signIn(page, email);
  return page;
}

/** The address of the first link in a list that leads to a single thing of `kind`; how pages of single things are reached. */
export async function firstOf(page: Page, list: string, kind: string): Promise<string> {
  await page.goto(list);
  const links = await page
    .locator("main a")
    .evaluateAll((found) => found.map((one) => one.getAttribute("href") ?? ""));
  return links.find((href) => new RegExp(`/${kind}/[0-9a-f-]{36}$`).test(href)) ?? "missing";
}

/** The mails that were sent, as their raw text. */
export async function mails(): Promise<string[]> {
  const folder = process.env.STANDBY_MAILS ?? "";
  const files = await readdir(folder);
  return Promise.all(files.map((file) => readFile(path.join(folder, file), "utf8")));
}

/** How many mails to an address say that. */
export async function countMails(address: string, words: string): Promise<number> {
  return (await mails()).filter((mail) => mail.includes(address) && mail.includes(words)).length;
}

/** The path of the link that was mailed to an address last, or null. */
async function findLink(address: string, kind: string): Promise<string | null> {
  const link = new RegExp(`/${kind}/[\\w.-]{40,}`);
  const letters = (await mails()).filter((mail) => mail.includes(address));
  // Long lines are broken with a sign of equality.
  const links = letters.map((mail) => link.exec(mail.replaceAll(/=\r?\n/g, ""))?.[0]);
  return links.findLast((one) => one !== undefined) ?? null;
}

/** The same, as soon as the mail is there. */
export async function mailedLink(
  address: string,
  kind: "invitation" | "reset" | "sign-up",
): Promise<string> {
  await expect.poll(() => findLink(address, kind), { timeout: 30_000 }).toBeTruthy();
  return (await findLink(address, kind)) ?? "";
}

type Founder = {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly organisation: string;
  readonly slug: string;
};

/** Sends the form of a new account and organisation, as somebody new would, whatever comes of it. */
export async function askToSignUp(page: Page, founder: Founder): Promise<void> {
  await page.goto("/sign-up");
  await page.getByLabel("E-mail").fill(founder.email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByRole("status").first()).toContainText("on its way");
  await page.goto(await mailedLink(founder.email, "sign-up"));
  await page.getByLabel("Your name").fill(founder.name);
  await page.getByLabel("Password").fill(founder.password);
  await page.getByLabel("Organisation").fill(founder.organisation);
  await page.getByLabel("Its address").fill(founder.slug);
  await page.getByRole("button", { name: "Make the organisation" }).click();
}

/** Makes an account and an organisation. */
export async function signUp(page: Page, founder: Founder): Promise<void> {
  await askToSignUp(page, founder);
  await page.waitForURL(`**/o/${founder.slug}`);
}

/** Makes a key that may see schedules on the page that is open, or what that box says; gives back its text. */
export async function makeKey(
  page: Page,
  name: string,
  box = page.getByLabel("See schedules and people").first(),
): Promise<string> {
  await page.getByLabel("Name").fill(name);
  await box.check();
  await page.getByRole("button", { name: "Make the key" }).click();
  return page.getByLabel("The new API key").inputValue(PATIENT);
}

export const bearer = (key: string) => ({ Authorization: `Bearer ${key}` });

/** The text messages that were sent, the oldest first. */
export async function texts(): Promise<string[]> {
  const folder = process.env.STANDBY_TEXTS ?? "";
  const files = (await readdir(folder).catch(() => [])).sort();
  return Promise.all(files.map((file) => readFile(path.join(folder, file), "utf8")));
}

/** One statement as the owner of the database, for what would take minutes to wait for. */
export async function sql(
  text: string,
  values: readonly string[] = [],
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const client = new pg.Client({ connectionString: process.env.STANDBY_DATABASE });
  await client.connect();
  try {
    return (await client.query(text, [...values])).rows;
  } finally {
    await client.end();
  }
}

/** An hour in a view of weeks is narrower than a finger; the list says the same, which WCAG 2.5.8 takes for it. */
const SHORT_SHIFT = /^target-size: .*class="tl-bar/;

/** No rule of accessibility is broken on the page as it stands, and it does not scroll sideways. */
export async function expectAccessible(page: Page, path: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes
      .map(({ html }) => `${id}: ${html.slice(0, 160)}`)
      .filter((one) => !SHORT_SHIFT.test(one))
      .slice(0, 1),
  );
  expect.soft(found, path).toEqual([]);
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect.soft(sideways, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
}
