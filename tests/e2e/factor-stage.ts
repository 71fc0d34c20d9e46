import { type Browser, type CDPSession, expect, type Page } from "@playwright/test";
import {
  mailedLink,
  mails,
  PATIENT,
  section,
  shownCodes,
  signUp,
  sql,
  texts,
  typePassword,
} from "./support";

export const PASSWORD = "a long enough password";
export type Newcomer = {
  readonly page: Page;
  readonly email: string;
  readonly slug: string;
  readonly home: string;
};

/** The owner of a new organisation, in a browser of their own. */
export async function newcomer(browser: Browser): Promise<Newcomer> {
  const page = await (await browser.newContext()).newPage();
  const mark = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;
  const email = `finn-${mark}@factor.example`;
  const slug = `two-${mark}`;
  const password = PASSWORD;
  await signUp(page, { name: "Finn Factor", email, password, organisation: "Two Keys", slug });
  return { page, email, slug, home: `/o/${slug}` };
}

/** Somebody whom an owner invites with a preset, in a browser of their own; `name` becomes their address, too. */
export async function joined(
  browser: Browser,
  { page: owner, slug, home }: Omit<Newcomer, "email">,
  name: string,
  preset: string,
): Promise<Newcomer> {
  const email = `${name.toLowerCase().replaceAll(" ", ".")}@${slug}.example`;
  await owner.goto(`${home}/settings/members`);
  await owner.getByLabel("Name", { exact: true }).fill(name);
  await owner.getByLabel("E-mail").fill(email);
  await owner.getByRole("radio", { name: preset }).check();
  await owner.getByRole("button", { name: "Invite", exact: true }).click();
  const page = await (await browser.newContext()).newPage();
  await page.goto(await mailedLink(email, "invitation"));
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Accept the invitation" }).click();
  await page.waitForURL(`**${home}`);
  return { page, email, slug, home };
}

/** Opens the page of one member in the settings. */
export async function openMember(page: Page, home: string, name: string): Promise<void> {
  await page.goto(`${home}/settings/members`);
  await page.getByRole("link", { name }).click();
  await page.waitForURL(/members\/[0-9a-f-]{36}$/);
}

/** As if that were so long ago in the sessions of an organisation's members, such as "6 minutes". */
export const sessionsAgo = (slug: string, what: "createdAt" | "provenAt" | "seenAt", ago: string) =>
  sql(
    `UPDATE "Session" SET "${what}" = now() - $2::interval WHERE "userId" IN (
       SELECT m."userId" FROM "Member" m JOIN "Organisation" o USING ("orgId") WHERE o."slug" = $1)`,
    [slug, ago],
  );

/** As if the members of an organisation had proven that long ago who they are. */
export const provenAgo = (slug: string, ago: string) => sessionsAgo(slug, "provenAt", ago);

/** A statement that ends in a column of accounts' ids, about those of an organisation's members. */
const sqlOfMembers = (statement: string, slug: string) =>
  sql(
    `${statement} IN (
       SELECT m."userId" FROM "Member" m JOIN "Organisation" o USING ("orgId") WHERE o."slug" = $1)`,
    [slug],
  );

/** As if the codes of an organisation's members had been sent two minutes ago. */
export const codesAgo = (slug: string) =>
  sqlOfMembers(
    `UPDATE "SentCode" SET "createdAt" = now() - interval '2 minutes' WHERE "userId"`,
    slug,
  );

/** As if the ten minutes of the codes that were sent to an organisation's members were over. */
export const codesEnd = (slug: string) =>
  sqlOfMembers(
    `UPDATE "SentCode" SET "expiresAt" = now() - interval '1 second' WHERE "userId"`,
    slug,
  );

/** As if the five minutes that an organisation's members have for a code after their password were over. */
export const pendingEnd = (slug: string) =>
  sqlOfMembers(
    `UPDATE "PendingSignIn" SET "expiresAt" = now() - interval '1 second' WHERE "userId"`,
    slug,
  );

/** As if the last codes of the apps of an organisation's members were minutes old. */
export const appCodesAgo = (slug: string) =>
  sqlOfMembers(`UPDATE "User" SET "totpStep" = "totpStep" - 10 WHERE "id"`, slug);

/** The tab that a refused form leads to, where its sender confirms who they are. */
export async function askedTab(page: Page): Promise<Page> {
  const opened = page.context().waitForEvent("page");
  const link = page.getByRole("alert").getByRole("link", { name: "Confirm that it is you" });
  await link.click(PATIENT);
  return opened;
}

/** Goes back to that form, and sends what it held. */
export async function sendAgain(page: Page, tab: Page): Promise<void> {
  await expect(tab.getByText("Confirmed for five minutes")).toBeVisible(PATIENT);
  await tab.close();
  await page.getByRole("button", { name: "Send again" }).click();
}

export async function givePassword(page: Page, email: string, to = ""): Promise<void> {
  await typePassword(page, email, PASSWORD, to);
  await page.waitForURL("**/sign-in/code**", PATIENT);
}

export async function giveCode(
  page: Page,
  label: "Code" | "Backup code",
  text: string,
): Promise<void> {
  await page.getByLabel(label, { exact: true }).fill(text);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** The newest code of these that is none of those, as soon as it is there. */
async function newestCode(
  found: () => Promise<readonly string[]>,
  known: readonly string[],
): Promise<string> {
  const newest = async () => (await found()).filter((one) => !known.includes(one)).at(-1) ?? "";
  await expect.poll(newest, PATIENT).toMatch(/^\d{6}$/);
  return newest();
}

const codesIn = (messages: readonly string[], to: string, code: RegExp): readonly string[] =>
  messages.filter((one) => one.includes(to)).flatMap((one) => code.exec(one)?.[1] ?? []);

/** The code in the newest mail to an address that is none of these. */
export const mailedCode = (address: string, known: readonly string[] = []): Promise<string> =>
  newestCode(async () => codesIn(await mails(), address, /^Subject: (\d{6}) is your code/m), known);

/** The code in the newest text to a number, written without spaces, that is none of these. */
export const textedCode = (number: string, known: readonly string[] = []): Promise<string> =>
  newestCode(async () => codesIn(await texts(), number, /^(\d{6}) is your code/m), known);

/** A mobile number that no other test has. */
export const mobileNumber = () => `+447400${String(Date.now()).slice(-6)}`;

/** Sets up codes by mail and by text for whoever is signed in; gives back those that were used up. */
export async function setUpCodes(
  page: Page,
  email: string,
  number: string,
): Promise<{ mailed: string; texted: string }> {
  await page.goto("/second-factor");
  const mail = section(page, "Codes by mail");
  await mail.getByRole("button", { name: "Send a first code" }).click();
  const mailed = await mailedCode(email);
  await mail.getByLabel("Code that you were sent").fill(mailed);
  await mail.getByRole("button", { name: "Turn on" }).click();
  await shownCodes(page);
  const text = section(page, "Codes by text");
  await text.getByLabel("Mobile number").fill(number);
  await text.getByRole("button", { name: "Send a first code" }).click();
  const texted = await textedCode(number);
  await text.getByLabel("Code that you were sent").fill(texted);
  await text.getByRole("button", { name: "Turn on" }).click();
  await expect(text.getByText(`the number ending in ${number.slice(-2)}`)).toBeVisible(PATIENT);
  return { mailed, texted };
}

/** Chromium's own authenticator in software, which shows a finger to whoever asks. */
export async function withAuthenticator(page: Page): Promise<{ cdp: CDPSession; id: string }> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { cdp, id: authenticatorId };
}
