import { type Browser, expect, type Page } from "@playwright/test";
import { KEYS } from "../support/saml";
import { startSaml } from "../support/saml-idp";
import { provenAgo, sendAgain } from "./factor-stage";
import {
  addProvider,
  askForFeed,
  atSaml,
  beginAt,
  expectFeed,
  type Founder,
  founder,
  invite,
  joinedByProvider,
  PASSWORD,
  requireSso,
  signOut,
  stranger,
  tryIt,
} from "./sso-support";
import { expectAccessible, PATIENT, test } from "./support";

test.describe.configure({ timeout: 300_000 });

let idp: Awaited<ReturnType<typeof startSaml>>;
test.beforeEach(async () => {
  idp = await startSaml();
});
test.afterEach(() => idp.close());

const metadata = (page: Page) => page.getByLabel("The provider’s metadata");
const certificates = (page: Page) => page.getByLabel("The provider’s certificate", { exact: true });

async function readMetadata(page: Page, given: string): Promise<void> {
  await metadata(page).fill(given);
  await page.getByRole("button", { name: "Read the metadata" }).click();
}

/** An organisation whose owner has set the provider up from where its metadata is. */
async function withSaml(browser: Browser, name: string): Promise<Founder> {
  const owner = await founder(browser, name);
  const { page } = owner;
  await addProvider(owner, "SAML 2.0");
  idp.know(await page.getByLabel("Entity id (audience)").inputValue());
  await readMetadata(page, idp.issuer);
  await expect(page.getByText("Read and saved. Try it next.")).toBeVisible(PATIENT);
  return owner;
}

/** Signs in by the provider, which asks for a name, and says where the browser ends up. */
async function signInAs(page: Page, { slug, email }: Founder): Promise<void> {
  await beginAt(page, slug);
  await atSaml(page, email);
}

test("SAML from the provider's metadata: signed in from here, signed out, and in again by the provider's tile", async ({
  browser,
}) => {
  const owner = await founder(browser, "Saturn");
  const { page, slug, email } = owner;
  await addProvider(owner, "SAML 2.0");
  idp.know(await page.getByLabel("Entity id (audience)").inputValue());
  await readMetadata(page, "http://127.0.0.1:1/metadata");
  await expect(page.getByText("Nothing is read at this address").first()).toBeVisible(PATIENT);
  await readMetadata(page, "<html>sign in</html>");
  await expect(page.getByText("This is no metadata").first()).toBeVisible(PATIENT);
  await readMetadata(page, await (await fetch(idp.issuer)).text());
  await expect(page.getByText("Read and saved. Try it next.")).toBeVisible(PATIENT);
  // One field of each, also when what was read fills them in.
  await expect(page.getByLabel("The provider’s entity id")).toHaveValue(idp.issuer);
  await expect(page.getByLabel("The provider’s sign-in address")).toHaveValue(
    `${idp.issuer}/sign-in`,
  );
  await expect(certificates(page)).toHaveValue(/BEGIN CERTIFICATE/);
  await expectAccessible(page, "/o/…/settings/sso, SAML");
  await tryIt(owner, atSaml);

  const member = await stranger(browser);
  await signInAs(member, owner);
  await member.waitForURL(`**/o/${slug}`, PATIENT);
  await signOut(member, slug);
  await member.goto(`/o/${slug}`);
  await expect(member.getByRole("heading", { name: "Sign in" })).toBeVisible();

  // From the tile nobody is signed in at once: what nobody asked for could be planted.
  await member.goto(idp.tile);
  await atSaml(member, email);
  await expect(member.getByRole("heading", { name: "Sign in to Saturn?" })).toBeVisible(PATIENT);
  await expect(member.getByText(`You are sent to ${new URL(idp.issuer).host}`)).toBeVisible();
  await expectAccessible(member, "/sso/leave");
  await member.getByRole("link", { name: "Continue to" }).click();
  await atSaml(member, email);
  await member.waitForURL(`**/o/${slug}`, PATIENT);
});

test("the provider's certificate changes: both count while both are there, then the old one is refused", async ({
  browser,
}) => {
  const owner = await withSaml(browser, "Titan");
  const { page, slug } = owner;
  await tryIt(owner, atSaml);
  const member = await stranger(browser);
  const refused = member.getByRole("heading", { name: "The answer is not signed as it should be" });

  idp.use(KEYS.two);
  await signInAs(member, owner);
  await expect(refused).toBeVisible(PATIENT);
  await expectAccessible(member, "/sso/failed?why=signature");

  idp.use(KEYS.two, KEYS.one);
  await page.goto(`/o/${slug}/settings/sso`);
  await page.getByText("Details of Work").click();
  await readMetadata(page, idp.issuer);
  await expect(page.getByText("Read and saved.")).toBeVisible(PATIENT);
  await expect(certificates(page)).toHaveValue(/(BEGIN CERTIFICATE[\s\S]*){2}/);
  await signInAs(member, owner);
  await member.waitForURL(`**/o/${slug}`, PATIENT);
  await signOut(member, slug);
  idp.use(KEYS.one);
  await signInAs(member, owner);
  await member.waitForURL(`**/o/${slug}`, PATIENT);
  await signOut(member, slug);

  await certificates(page).fill(KEYS.two.certificate);
  await page.getByRole("button", { name: "Save" }).first().click();
  await expect(page.getByText("Saved. Try it next.", { exact: true })).toBeVisible(PATIENT);
  await signInAs(member, owner);
  await expect(refused).toBeVisible(PATIENT);
  idp.use(KEYS.two);
  await signInAs(member, owner);
  await member.waitForURL(`**/o/${slug}`, PATIENT);
});

test("a provider that lets nobody in is told of in words, with what to do", async ({ browser }) => {
  const owner = await withSaml(browser, "Rhea");
  await tryIt(owner, atSaml);
  idp.refuse(true);
  const member = await stranger(browser);
  await signInAs(member, owner);
  await expect(
    member.getByRole("heading", { name: "The provider did not let you in" }),
  ).toBeVisible(PATIENT);
  await expect(member.getByText("assign you to it")).toBeVisible();
  idp.refuse(false);
  await member.getByRole("link", { name: "Begin again" }).click();
  await atSaml(member, owner.email);
  await member.waitForURL(`**/o/${owner.slug}`, PATIENT);
});

test("where SAML is required, a password leads to the provider, and the session is linked there and goes on", async ({
  browser,
}) => {
  const owner = await withSaml(browser, "Phoebe");
  const { slug } = owner;
  await tryIt(owner, atSaml);
  const member = await stranger(browser);
  const email = `pia-${slug}@phoebe.example`;
  await member.goto(await invite(owner, "Pia", email));
  await member.getByLabel("Password").fill(PASSWORD);
  await member.getByRole("button", { name: "Accept the invitation" }).click();
  await member.waitForURL(`**/o/${slug}`, PATIENT);
  await requireSso(owner);

  await member.goto(`/o/${slug}/schedules`);
  await expect(member.getByText("Phoebe asks its members to sign in")).toBeVisible();
  await member.getByRole("link", { name: "Continue with Work" }).click();
  await atSaml(member, email);
  await member.getByRole("button", { name: "Link it to my account" }).click(PATIENT);
  await member.waitForURL(`**/o/${slug}/schedules`, PATIENT);
  await signOut(member, slug);
  await signInAs(member, { ...owner, email });
  await member.waitForURL(`**/o/${slug}`, PATIENT);
});

test("who joined by SAML confirms there that it is them, and nobody else does", async ({
  browser,
}) => {
  const owner = await withSaml(browser, "Dione");
  const { slug } = owner;
  await tryIt(owner, atSaml);
  const email = `mo-${slug}@dione.example`;
  const member = await joinedByProvider(browser, owner, email, atSaml);
  await provenAgo(slug, "6 minutes");
  const tab = await askForFeed(member, slug);
  const there = tab.getByRole("link", { name: "Confirm with Work of Dione" });
  await there.click();
  await atSaml(tab, `somebody-${slug}@dione.example`);
  await expect(tab.getByRole("heading", { name: "That is another account" })).toBeVisible(PATIENT);
  await tab.goto("/confirm");
  await there.click();
  await atSaml(tab, email);
  await sendAgain(member, tab);
  await expectFeed(member);
});
