import { type APIRequestContext, expect, type Page, request } from "@playwright/test";
import { type OidcServer, startOidc } from "../support/oidc";
import { atOidc, type Founder, founder, setUpOidc, stranger } from "./sso-support";
import { expectAccessible, mailedLink, mails, PATIENT, test } from "./support";

let provider: OidcServer | undefined;
test.afterAll(async () => {
  await provider?.close();
});

async function own(callback: string): Promise<string> {
  provider = await startOidc(() => [{ id: "standby", secret: "s3cret", callback }]);
  return provider.issuer;
}

/** A SCIM client, as the organisation's provider is one: with the token and the base URL that the page shows. */
async function client({ page, slug }: Founder): Promise<APIRequestContext> {
  await page.goto(`/o/${slug}/settings/scim`);
  await expect(page.getByText("There is no token")).toBeVisible();
  await page.getByRole("button", { name: "Make a token" }).click();
  const token = await page.getByLabel("The new SCIM token").inputValue(PATIENT);
  const base = await page.getByLabel("Base URL (tenant URL)").inputValue();
  await expectAccessible(page, "/o/…/settings/scim, with a new token");
  await page.reload();
  await expect(page.getByText(token)).toHaveCount(0);
  return request.newContext({
    baseURL: `${base}/`,
    extraHTTPHeaders: {
      Authorization: `Bearer ${token}`,
      "Content-Type": "application/scim+json",
    },
  });
}

/** Sends it and gives back the id of what it answers with. */
async function made(scim: APIRequestContext, path: string, data: object): Promise<string> {
  const answer = await scim.post(path, { data });
  const body: { readonly id?: unknown } = await answer.json();
  expect(answer.status(), JSON.stringify(body)).toBe(201);
  return String(body.id);
}

const operation = (op: string, path: string, value: unknown) => ({
  data: {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
    Operations: [{ op, path, value }],
  },
});

/** Begins a schedule's first draft, with one person by the week. */
async function begin({ page, slug }: Founder, schedule: string, person: string): Promise<void> {
  await page.goto(`/o/${slug}/schedules/new`);
  await page.getByLabel("Name").fill(schedule);
  await page.getByRole("button", { name: "Make the schedule" }).click();
  await page.waitForURL(/\/edit$/, PATIENT);
  const crew = page.getByRole("group", { name: "Who takes part" });
  for (const one of await crew.getByRole("checkbox").all()) await one.uncheck();
  await crew.getByLabel(person).first().check();
  await page.getByRole("button", { name: /^Weekly rotation/ }).click();
}

async function publishAtOnce(page: Page): Promise<void> {
  const save = page.getByRole("button", { name: "Save", exact: true });
  await save.click();
  await expect(save).toBeDisabled(PATIENT);
  await page.goto(page.url().replace("/edit", ""));
  await page.getByText("In an emergency").click();
  await page.getByLabel("What the emergency is").fill("There is no roster yet");
  const name = "Publish now without review";
  await page.getByRole("button", { name }).first().click();
  await page.getByRole("dialog").getByRole("button", { name }).click();
  await page.waitForURL(/\/schedules\//, PATIENT);
}

test("a provider makes a user by SCIM who joins by single sign-on, is in a team by a group, and is out and marked once deactivated", async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const owner = await founder(browser, "Mimas");
  const { page, slug, email } = owner;
  await setUpOidc(owner, own);
  await page.goto(`/o/${slug}/teams`);
  await page.getByLabel("New team").fill("Night");
  await page.getByRole("button", { name: "Add the team" }).click();
  await expect(page.getByRole("link", { name: "Night" })).toBeVisible(PATIENT);

  const scim = await client(owner);
  const address = `nora-${slug}@mimas.example`;
  const user = await made(scim, "Users", {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
    userName: address,
    name: { givenName: "Nora", familyName: "New" },
    emails: [{ primary: true, value: address, type: "work" }],
    active: true,
  });
  await made(scim, "Groups", {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"],
    displayName: "Night",
    members: [{ value: user }],
  });
  const known = await (await scim.get(`Users?filter=userName eq "${address}"`)).json();
  expect(known).toMatchObject({ totalResults: 1 });
  await page.goto(`/o/${slug}/settings/scim`);
  const row = page.getByRole("listitem").filter({ hasText: address });
  await expect(row).toContainText("invited");
  await expect(page.getByLabel("Team of Night")).toHaveValue(/^[0-9a-f-]{36}$/);
  await page.goto(`/o/${slug}/teams`);
  await page.getByRole("link", { name: "Night" }).click();
  await expect(page.getByText("Nora New").first()).toBeVisible(PATIENT);

  const nora = await stranger(browser);
  await nora.goto(await mailedLink(address, "invitation"));
  await nora.getByRole("link", { name: "Join with Work" }).click();
  await atOidc(nora, address);
  await nora.getByRole("button", { name: "Accept, and sign in by Work of Mimas" }).click();
  await nora.waitForURL(`**/o/${slug}`, PATIENT);
  await page.goto(`/o/${slug}/settings/scim`);
  await expect(row).toContainText("member");

  await begin(owner, "Night desk", "Nora New");
  await publishAtOnce(page);
  await nora.goto(`/o/${slug}`);
  const desk = (at: Page) => at.getByRole("article", { name: "Night desk" });
  await expect(desk(nora)).toContainText("Nora New");

  const off = await scim.patch(`Users/${user}`, operation("replace", "active", false));
  expect(off.status()).toBe(200);
  await nora.getByRole("link", { name: "Schedules" }).first().click();
  await expect(nora.getByRole("heading", { name: "Sign in" })).toBeVisible(PATIENT);
  await page.goto(`/o/${slug}`);
  await expect(desk(page)).toContainText("Deactivated by your provider: let somebody take over");
  await expectAccessible(page, "/o/…, somebody deactivated on call");
  const told = async () =>
    (await mails()).filter(
      (mail) => mail.includes(email) && mail.includes("Nora New was deactivated"),
    ).length;
  await expect.poll(told, PATIENT).toBeGreaterThan(0);
  await page.goto(`/o/${slug}/settings/scim`);
  await expect(row).toContainText("deactivated");

  // Nobody puts them on another roster without being told.
  await begin(owner, "Day desk", "Nora New");
  await expect(page.getByText("Nora New is on call and has left.").first()).toBeVisible(PATIENT);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("button", { name: "Save", exact: true })).toBeDisabled(PATIENT);
  await page.goto(page.url().replace("/edit", ""));
  await expect(page.getByText("Nora New is on call and has left.").first()).toBeVisible();
});
