import { type Browser, expect, type Page } from "@playwright/test";
import { startFakeDns } from "../support/fake-dns";
import { withAuthenticator } from "./factor-stage";
import {
  atOidc,
  beginAt,
  closeOwn,
  type Founder,
  founder,
  invite,
  own,
  PASSWORD,
  requireSso,
  setUpOidc,
  stranger,
  tryIt,
} from "./sso-support";
import { code, expectAccessible, mails, PATIENT, section, test } from "./support";

test.describe.configure({ timeout: 300_000 });

test.afterEach(closeOwn);

/** An organisation whose owner came by its own provider. */
async function withProvider(browser: Browser, name: string): Promise<Founder> {
  const owner = await founder(browser, name);
  await setUpOidc(owner, own);
  await tryIt(owner, atOidc);
  return owner;
}

/** Removes a domain or a provider in the settings, which asks once more. */
async function remove(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: `Remove ${name}` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
}

async function look(page: Page, where: string): Promise<void> {
  await page.goto("/sso");
  await page.getByLabel("Your work e-mail").fill(where);
  await page.getByRole("button", { name: "Continue" }).click();
}

test("a domain is verified by its DNS, and leads whoever writes an address in it to the provider, until it is removed", async ({
  browser,
}) => {
  const owner = await founder(browser, "Iota");
  await setUpOidc(owner, own);
  const { page, slug } = owner;
  const domain = `${slug}.example`;
  const records = new Map<string, readonly string[]>();
  const dns = await startFakeDns(records, Number(process.env.STANDBY_DNS?.split(":").at(-1)));
  try {
    const domains = section(page, "Domains");
    await domains.getByLabel("Domain", { exact: true }).fill(domain);
    await domains.getByRole("button", { name: "Add a domain" }).click();
    const name = domains.getByLabel("Add a TXT record to its DNS, named");
    await expect(name).toHaveValue(`_standby.${domain}`, PATIENT);
    const verify = domains.getByRole("button", { name: `Verify ${domain}` });
    await verify.click();
    await expect(domains.getByText("The record is not there yet.").first()).toBeVisible(PATIENT);

    const member = await stranger(browser);
    await look(member, `somebody@${domain}`);
    await expect(member.getByText("No single sign-on is set up for this.").first()).toBeVisible();

    records.set(await name.inputValue(), [await domains.getByLabel("with the text").inputValue()]);
    await verify.click();
    await expect(domains.getByText("verified", { exact: true })).toBeVisible(PATIENT);
    await expectAccessible(page, "/o/…/settings/sso, a domain");
    await look(member, `Somebody@${domain.toUpperCase()}`);
    await expect(member.getByRole("heading", { name: "Sign in to Iota" })).toBeVisible(PATIENT);
    await expect(member.getByRole("link", { name: "Continue with Work" })).toBeVisible();

    await remove(page, domain);
    await expect(domains.getByText("verified", { exact: true })).toHaveCount(0, PATIENT);
    await look(member, `somebody@${domain}`);
    await expect(member.getByText("No single sign-on is set up for this.").first()).toBeVisible();
    await remove(page, "Work");
    await expect(page.getByRole("link", { name: "Try it" })).toHaveCount(0, PATIENT);
  } finally {
    dns.close();
  }
});

test("where single sign-on is required, an owner comes in past it by password and second factor, and by a passkey: logged, and mailed to all owners", async ({
  browser,
}) => {
  const owner = await withProvider(browser, "Kappa");
  const { page, slug, email, secret } = owner;
  await requireSso(owner);

  const without = await stranger(browser);
  await without.goto("/sign-in");
  await without.getByLabel("E-mail").fill(email);
  await without.getByLabel("Password").fill(PASSWORD);
  await without.getByRole("button", { name: "Sign in", exact: true }).click();
  await without.waitForURL("**/sign-in/code**", PATIENT);
  const told = async () =>
    (await mails()).filter((mail) => mail.includes(email) && mail.includes("without single"))
      .length;
  expect(await told()).toBe(0);
  // The code of this half minute was used to set the app up.
  await without.getByLabel("Code", { exact: true }).fill(await code(secret, 1));
  await without.getByRole("button", { name: "Sign in" }).click();
  await without.waitForURL(`**/o/${slug}`, PATIENT);
  await expect.poll(told, PATIENT).toBe(1);
  await without.goto(`/o/${slug}/schedules`);
  await page.goto(`/o/${slug}/log`);
  const words = "came in without the single sign-on that is asked for, as an owner";
  await expect(page.getByText(words).first()).toBeVisible();
  expect(await told()).toBe(1);

  await withAuthenticator(without);
  await without.goto("/second-factor");
  const passkeys = section(without, "Passkeys");
  await passkeys.getByRole("button", { name: "Add a passkey" }).click();
  await expect(passkeys.getByText("not used yet")).toBeVisible(PATIENT);
  await without.context().clearCookies();
  // As in a browser that does not offer it by itself: here the button is pressed.
  await without.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = async () => false;
  });
  await without.goto("/sign-in");
  await without.getByRole("button", { name: "Sign in with a passkey" }).click();
  await without.waitForURL(`**/o/${slug}`, PATIENT);
  await expect.poll(told, PATIENT).toBe(2);
});

test("who is no owner has no way past it, and the provider's failures are told in words", async ({
  browser,
}) => {
  const owner = await withProvider(browser, "Lambda");
  const { slug } = owner;
  const member = await stranger(browser);
  const email = `mo-${slug}@lambda.example`;
  await member.goto(await invite(owner, "Mo", email));
  await member.getByLabel("Password").fill(PASSWORD);
  await member.getByRole("button", { name: "Accept the invitation" }).click();
  await member.waitForURL(`**/o/${slug}`, PATIENT);
  await requireSso(owner);
  await member.goto(`/o/${slug}/schedules`);
  await expect(member.getByText("Lambda asks its members to sign in")).toBeVisible();
  await expect(member.getByText("As an owner you can")).toHaveCount(0);

  // Refused there.
  await member.getByRole("link", { name: "Continue with Work" }).click();
  await member.getByRole("link", { name: "Cancel" }).click(PATIENT);
  await expect(
    member.getByRole("heading", { name: "The provider did not let you in" }),
  ).toBeVisible(PATIENT);
  await expectAccessible(member, "/sso/failed?why=declined");

  // What this browser was given is gone when it comes back.
  const other = await stranger(browser);
  await beginAt(other, slug);
  await other.waitForURL((url) => url.pathname.startsWith("/interaction/"), PATIENT);
  const flow = (await other.context().cookies()).find(({ name }) => name.endsWith("-sso-flow"));
  expect(flow?.httpOnly).toBe(true);
  await other.context().clearCookies({ name: flow?.name ?? "" });
  await atOidc(other, email);
  await expect(other.getByRole("heading", { name: "This sign-in is over" })).toBeVisible(PATIENT);
  await other.getByRole("link", { name: "Begin again" }).click();
  await expect(other.getByRole("heading", { name: "Which account is yours?" })).toBeVisible(
    PATIENT,
  );

  // The provider is down.
  await closeOwn();
  await member.getByRole("link", { name: "Begin again" }).click();
  await expect(member.getByRole("heading", { name: "The provider does not answer" })).toBeVisible(
    PATIENT,
  );
});
