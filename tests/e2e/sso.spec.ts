import { expect, type Page } from "@playwright/test";
import { type OidcServer, startOidc } from "../support/oidc";
import {
  expectAccessible,
  mailedLink,
  PATIENT,
  section,
  setUpFactor,
  signUp,
  test,
} from "./support";

const PASSWORD = "a long enough password";
const FOUNDER = "olga@orbit.example";
const MEMBER = "mia@comet.example";

let provider: OidcServer | undefined;
test.afterAll(async () => {
  await provider?.close();
});

/** Signs in at the provider's own pages. */
async function atProvider(page: Page, name: string): Promise<void> {
  await page.waitForURL((url) => url.pathname.startsWith("/interaction/"), PATIENT);
  await page.locator("input[name=login]").fill(name);
  await page.locator("input[name=password]").fill("any");
  await page.locator("button[type=submit]").click();
  await page.getByRole("button", { name: "Continue" }).click();
}

/** Sets a provider up as its administrator does, with the addresses that the page shows. */
async function setUp(page: Page): Promise<void> {
  await page.goto("/o/orbit/settings/sso");
  await page.getByLabel("Name").fill("Work");
  await page.getByRole("button", { name: "Add a provider" }).click();
  const redirect = page.getByLabel("Redirect address, to copy to the provider");
  await expect(redirect).toHaveValue(/\/sso\/[0-9a-f-]{36}\/callback$/, PATIENT);
  const callback = await redirect.inputValue();
  const started = await startOidc(() => [{ id: "standby", secret: "s3cret", callback }]);
  provider = started;
  await page.getByLabel("Issuer").fill("http://localhost:1");
  await page.getByLabel("Client id").fill("standby");
  await page.getByLabel("Client secret").fill("s3cret");
  await page.getByRole("button", { name: "Save" }).first().click();
  await expect(page.getByText("No provider answers there").first()).toBeVisible(PATIENT);
  await page.getByLabel("Issuer").fill(started.issuer);
  await page.getByLabel("Client secret").fill("s3cret");
  await page.getByRole("button", { name: "Save" }).first().click();
  await expect(page.getByRole("link", { name: "Try it" })).toBeVisible(PATIENT);
  await expectAccessible(page, "/o/orbit/settings/sso");
}

/** Invites somebody who has an account, and lets them accept. */
async function join(founder: Page, member: Page): Promise<void> {
  await founder.goto("/o/orbit/settings/members");
  await founder.getByLabel("Name").fill("Mia");
  await founder.getByLabel("E-mail").fill(MEMBER);
  await founder.getByRole("button", { name: "Invite", exact: true }).click();
  await member.goto(await mailedLink(MEMBER, "invitation"));
  await member.getByRole("button", { name: "Accept the invitation" }).click();
  await member.waitForURL("**/o/orbit");
}

test("an organisation's own provider: set up, tried, required, and linked on the way", async ({
  browser,
  page,
}) => {
  const founder = { name: "Olga", email: FOUNDER, password: PASSWORD };
  await signUp(page, { ...founder, organisation: "Orbit", slug: "orbit" });
  await setUpFactor(page);
  await setUp(page);

  // Whoever would shut themselves out is told to come by it first.
  await page.getByLabel("Members sign in by single sign-on").check();
  await section(page, "Requirement").getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Sign in by the provider yourself first")).toBeVisible();

  await page.getByRole("link", { name: "Try it" }).click();
  await atProvider(page, FOUNDER);
  await expect(page.getByRole("heading", { name: "Link Work of Orbit?" })).toBeVisible(PATIENT);
  await expectAccessible(page, "/sso/link");
  await page.getByRole("button", { name: "Link it to my account" }).click();
  await expect(page.getByText("Work works")).toBeVisible(PATIENT);

  const other = await (await browser.newContext()).newPage();
  const member = { name: "Mia", email: MEMBER, password: PASSWORD };
  await signUp(other, { ...member, organisation: "Comet", slug: "comet" });
  await join(page, other);

  await page.goto("/o/orbit/settings/sso");
  await page.getByLabel("Members sign in by single sign-on").check();
  await section(page, "Requirement").getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("It holds from now on.")).toBeVisible();

  // Signed in by a password: led to the provider, asked to link, and back to where she wanted to go.
  await other.goto("/o/orbit/schedules");
  await expect(other.getByText("Orbit asks its members to sign in")).toBeVisible();
  await expectAccessible(other, "/sso?org=orbit");
  await other.getByRole("link", { name: "Continue with Work" }).click();
  await atProvider(other, MEMBER);
  await other.getByRole("button", { name: "Link it to my account" }).click();
  await other.waitForURL("**/o/orbit/schedules", PATIENT);
  expect((await other.goto("/o/comet"))?.status()).toBe(200);

  // Next time the provider is enough, for that organisation.
  const again = await (await browser.newContext()).newPage();
  await again.goto("/sign-in");
  await again.getByRole("link", { name: "Single sign-on" }).click();
  await again.getByLabel("Your work e-mail").fill("orbit");
  await again.getByRole("button", { name: "Continue" }).click();
  await again.getByRole("link", { name: "Continue with Work" }).click();
  await atProvider(again, MEMBER);
  await again.waitForURL("**/o/orbit", PATIENT);
  // Its session is told of no other organisation: not by the frame, not by the list.
  await expect(again.locator("html")).not.toContainText("Comet");
  await again.goto("/organisations");
  await expect(again.getByRole("link", { name: "Orbit" })).toBeVisible();
  await expect(again.locator("html")).not.toContainText("Comet");
  await expectAccessible(again, "/organisations, by a provider");
  await again.goto("/o/comet");
  await expect(again.getByText("whose word counts there alone")).toBeVisible();
});
