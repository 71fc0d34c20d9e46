import { type Browser, expect, type Page } from "@playwright/test";
import { type OidcServer, startOidc } from "../support/oidc";
import { askedTab } from "./factor-stage";
import { mailedLink, PATIENT, section, setUpFactor, signUp } from "./support";

export const PASSWORD = "a long enough password";

/** Signs in at the pages of tests/support/oidc.ts, as who was the last to sign in there with this browser. */
export async function againAtOidc(page: Page, name: string): Promise<void> {
  await page.waitForURL((url) => url.pathname.includes("/interaction/"), PATIENT);
  await page.locator("input[name=login]").fill(name);
  await page.locator("input[name=password]").fill("any");
  await page.locator("button[type=submit]").click();
}

/** The same as anybody else, who is asked for their consent, too. */
export async function atOidc(page: Page, name: string): Promise<void> {
  await againAtOidc(page, name);
  await page.getByRole("button", { name: "Continue" }).click();
}

/** Signs in at the page of tests/support/saml-idp.ts. */
export async function atSaml(page: Page, name: string): Promise<void> {
  // Another site than ours, which is localhost.
  await page.waitForURL(({ hostname }) => hostname === "127.0.0.1", PATIENT);
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Sign in" }).click();
}

export type Founder = {
  readonly page: Page;
  readonly email: string;
  readonly slug: string;
  readonly organisation: string;
  /** The key of the authenticator app. */
  readonly secret: string;
};

/** The owner of a new organisation with a second factor, in a browser of their own. */
export async function founder(browser: Browser, organisation: string): Promise<Founder> {
  const page = await (await browser.newContext()).newPage();
  const mark = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;
  const slug = `${organisation.toLowerCase()}-${mark}`;
  const email = `olga-${mark}@${organisation.toLowerCase()}.example`;
  await signUp(page, { name: "Olga", email, password: PASSWORD, organisation, slug });
  const { secret } = await setUpFactor(page);
  return { page, email, slug, organisation, secret };
}

/** Adds a provider in the settings, and leaves the page there. */
export async function addProvider(
  { page, slug }: Founder,
  kind: "OpenID Connect" | "SAML 2.0",
): Promise<void> {
  await page.goto(`/o/${slug}/settings/sso`);
  const kinds = page.getByLabel("How it works");
  await kinds.selectOption(kind === "SAML 2.0" ? "saml" : "oidc");
  await page.getByLabel("Name", { exact: true }).last().fill("Work");
  await page.getByRole("button", { name: "Add a provider" }).click();
  await expect(page.getByText("not set up yet")).toBeVisible(PATIENT);
}

/** Sets up an OpenID Connect provider whose clients are known by the callback that the page shows. */
export async function setUpOidc(
  of: Founder,
  issuerFor: (callback: string) => Promise<string>,
): Promise<void> {
  await addProvider(of, "OpenID Connect");
  const { page } = of;
  const redirect = page.getByLabel("Redirect address, to copy to the provider");
  await page.getByLabel("Issuer").fill(await issuerFor(await redirect.inputValue()));
  await page.getByLabel("Client id").fill("standby");
  await page.getByLabel("Client secret").fill("s3cret");
  await page.getByRole("button", { name: "Save" }).first().click();
  await expect(page.getByRole("link", { name: "Try it" })).toBeVisible(PATIENT);
}

/** Tries the provider as its administrator, and links it. */
export async function tryIt({ page, email }: Founder, at: typeof atOidc): Promise<void> {
  await page.getByRole("link", { name: "Try it" }).click();
  await at(page, email);
  await page.getByRole("button", { name: "Link it to my account" }).click();
  await expect(page.getByText("Work works")).toBeVisible(PATIENT);
}

export async function requireSso({ page, slug }: Founder): Promise<void> {
  await page.goto(`/o/${slug}/settings/sso`);
  await page.getByLabel("Members sign in by single sign-on").check();
  await section(page, "Requirement").getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("It holds from now on.")).toBeVisible();
}

/** Invites somebody; gives back the path that the mail leads to. */
export async function invite({ page, slug }: Founder, name: string, email: string) {
  await page.goto(`/o/${slug}/settings/members`);
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  return mailedLink(email, "invitation");
}

const started: OidcServer[] = [];

/** An organisation's own provider, for its callback: gives back its issuer. `closeOwn` ends all of them. */
export async function own(callback: string): Promise<string> {
  const one = await startOidc(() => [{ id: "standby", secret: "s3cret", callback }]);
  started.push(one);
  return one.issuer;
}

export async function closeOwn(): Promise<void> {
  for (const one of started.splice(0)) await one.close();
}

/** A browser of its own, signed in nowhere. */
export const stranger = async (browser: Browser): Promise<Page> =>
  (await browser.newContext()).newPage();

/** Begins a sign-in at the organisation's provider, from the page of sign-in. */
export async function beginAt(page: Page, where: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Single sign-on" }).click();
  await page.getByLabel("Your work e-mail").fill(where);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("link", { name: "Continue with Work" }).click();
}

export async function signOut(page: Page, slug: string): Promise<void> {
  await page.goto(`/o/${slug}/more`);
  await page.getByRole("button", { name: "Sign out" }).last().click();
  await expect(page.getByText("You are signed out.")).toBeVisible();
}

/** Somebody who joins by the provider and has no password here. */
export async function joinedByProvider(
  browser: Browser,
  owner: Founder,
  email: string,
  at = atOidc,
): Promise<Page> {
  const page = await stranger(browser);
  await page.goto(await invite(owner, "Mo", email));
  await page.getByRole("link", { name: "Join with Work" }).click();
  await at(page, email);
  await page.getByRole("button", { name: "Accept, and sign in by Work" }).click();
  await page.waitForURL(`**/o/${owner.slug}`, PATIENT);
  return page;
}

/** Asks for a calendar feed of a year, and is led to confirm first. */
export async function askForFeed(page: Page, slug: string): Promise<Page> {
  await page.goto(`/o/${slug}/me`);
  await page.getByLabel("Works for").selectOption({ label: "A year" });
  await page.getByRole("button", { name: "Make a calendar feed" }).click();
  return askedTab(page);
}

export async function expectFeed(page: Page): Promise<void> {
  await expect(page.getByLabel("Address of the calendar")).toHaveValue(/\.ics$/, PATIENT);
  await expect(page.getByRole("listitem").filter({ hasText: "Works until" })).toHaveCount(1);
}
