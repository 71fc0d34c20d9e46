import { type Browser, type CDPSession, expect, type Page } from "@playwright/test";
import { mailedLink, mails, PATIENT, signUp, sql } from "./support";

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

/** As if the members of an organisation had proven that long ago who they are, such as "6 minutes". */
export const provenAgo = (slug: string, ago: string) =>
  sql(
    `UPDATE "Session" SET "provenAt" = now() - $2::interval WHERE "userId" IN (
       SELECT m."userId" FROM "Member" m JOIN "Organisation" o USING ("orgId") WHERE o."slug" = $1)`,
    [slug, ago],
  );

export async function givePassword(page: Page, email: string, to = ""): Promise<void> {
  await page.goto(`/sign-in${to && `?to=${encodeURIComponent(to)}`}`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
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

/** The code in the newest mail to an address that is none of these. */
export async function mailedCode(address: string, known: readonly string[] = []): Promise<string> {
  let code = "";
  await expect
    .poll(async () => {
      const found = (await mails())
        .filter((mail) => mail.includes(address))
        .flatMap((mail) => mail.match(/^Subject: (\d{6}) is your code/m)?.[1] ?? [])
        .filter((one) => !known.includes(one));
      code = found.at(-1) ?? "";
      return code;
    }, PATIENT)
    .toMatch(/^\d{6}$/);
  return code;
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
