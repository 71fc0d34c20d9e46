import { type APIRequestContext, expect, type Page, request } from "@playwright/test";
import { type OidcServer, startOidc } from "../support/oidc";
import { atOidc, type Founder, founder, PASSWORD, setUpOidc, stranger } from "./sso-support";
import {
  expectAccessible,
  givePassword,
  mailedLink,
  mails,
  PATIENT,
  section,
  test,
} from "./support";

let provider: OidcServer | undefined;
test.afterAll(async () => {
  await provider?.close();
});

async function own(callback: string): Promise<string> {
  provider = await startOidc(() => [{ id: "standby", secret: "s3cret", callback }]);
  return provider.issuer;
}

/** A SCIM client with this token, at the base URL that the page shows. */
async function clientOf(page: Page, token: string): Promise<APIRequestContext> {
  const base = await page.getByLabel("Base URL (tenant URL)").inputValue();
  return request.newContext({
    baseURL: `${base}/`,
    extraHTTPHeaders: {
      Authorization: `Bearer ${token}`,
      "Content-Type": "application/scim+json",
    },
  });
}

/** The first token of an organisation, as its provider is given it. */
async function makeToken({ page, slug }: Founder): Promise<string> {
  await page.goto(`/o/${slug}/settings/scim`);
  await expect(page.getByText("There is no token")).toBeVisible();
  await page.getByRole("button", { name: "Make a token" }).click();
  const token = await page.getByLabel("The new SCIM token").inputValue(PATIENT);
  await expectAccessible(page, "/o/…/settings/scim, with a new token");
  await page.reload();
  await expect(page.getByText(token)).toHaveCount(0);
  return token;
}

/** What the list shows of a token. */
const listed = (page: Page, token: string) =>
  page.getByRole("listitem").filter({ hasText: /standbyscim_\w{8}/.exec(token)?.[0] ?? "missing" });

/** Sends it and gives back the id of what it answers with. */
async function made(scim: APIRequestContext, path: string, data: object): Promise<string> {
  const answer = await scim.post(path, { data });
  const body: { readonly id?: unknown } = await answer.json();
  expect(answer.status(), JSON.stringify(body)).toBe(201);
  return String(body.id);
}

const newUser = (address: string) => ({
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
  userName: address,
  name: { givenName: "Nora", familyName: "New" },
  emails: [{ primary: true, value: address, type: "work" }],
  active: true,
});

const group = (displayName: string, member: string) => ({
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"],
  displayName,
  members: [{ value: member }],
});

const operation = (op: string, path: string, value: unknown) => ({
  data: {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
    Operations: [{ op, path, value }],
  },
});

async function addTeam({ page, slug }: Founder, name: string): Promise<void> {
  await page.goto(`/o/${slug}/teams`);
  await page.getByLabel("New team").fill(name);
  await page.getByRole("button", { name: "Add the team" }).click();
  await expect(page.getByRole("link", { name })).toBeVisible(PATIENT);
}

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
  await addTeam(owner, "Night");

  const scim = await clientOf(page, await makeToken(owner));
  const address = `nora-${slug}@mimas.example`;
  const user = await made(scim, "Users", newUser(address));
  await made(scim, "Groups", group("Night", user));
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

/** Says what a group means, on the page that is open. */
async function mean(page: Page, name: string, team: string, preset: string): Promise<void> {
  await page.getByLabel(`Team of ${name}`).selectOption({ label: team });
  await page.getByLabel(`Permissions of ${name}`).selectOption({ label: preset });
  await page.getByRole("button", { name: `Save ${name}` }).click();
  await expect(page.getByText("Saved.", { exact: true })).toBeVisible(PATIENT);
}

test("a group gives its members a team and a preset’s permissions there, and takes them back", async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const owner = await founder(browser, "Tethys");
  const { page, slug } = owner;
  await addTeam(owner, "Night");
  await addTeam(owner, "Day");
  const scim = await clientOf(page, await makeToken(owner));
  const address = `nora-${slug}@tethys.example`;
  const user = await made(scim, "Users", newUser(address));
  await made(scim, "Groups", group("Leads", user));

  const member = await stranger(browser);
  await member.goto(await mailedLink(address, "invitation"));
  await member.getByLabel("Password").fill(PASSWORD);
  await member.getByRole("button", { name: "Accept the invitation" }).click();
  await member.waitForURL(`**/o/${slug}`, PATIENT);
  const create = `/o/${slug}/schedules/new`;
  expect((await member.goto(create))?.status()).toBe(404);

  await page.goto(`/o/${slug}/settings/scim`);
  await mean(page, "Leads", "Night", "Scheduler");
  expect((await member.goto(create))?.status()).toBe(200);
  const teams = member.getByLabel("Team", { exact: true }).getByRole("option");
  await expect(teams).toHaveText(["Night"]);
  await page.goto(`/o/${slug}/teams`);
  await page.getByRole("link", { name: "Night" }).click();
  await expect(page.getByText("Nora New").first()).toBeVisible(PATIENT);
  await page.goto(`/o/${slug}/settings/members`);
  await page.getByRole("link", { name: "Nora New" }).click();
  const may = (where: string) => page.getByLabel(`Create and archive schedules, ${where}`);
  await expect(may("Night")).toBeChecked(PATIENT);
  await expect(may("Day")).not.toBeChecked();
  const held = section(page, "In force, and why").getByRole("listitem");
  await expect(held.filter({ hasText: "Edit drafts" })).toContainText("Copied from Scheduler");

  await page.goto(`/o/${slug}/settings/scim`);
  await mean(page, "Leads", "No team", "None");
  expect((await member.goto(create))?.status()).toBe(404);
});

test("who was deactivated comes back as the person they were, and is gone when the provider removes them", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const owner = await founder(browser, "Dione");
  const { page, slug } = owner;
  const scim = await clientOf(page, await makeToken(owner));
  const address = `nora-${slug}@dione.example`;
  const user = await made(scim, "Users", newUser(address));
  const nora = await stranger(browser);
  await nora.goto(await mailedLink(address, "invitation"));
  await nora.getByLabel("Password").fill(PASSWORD);
  await nora.getByRole("button", { name: "Accept the invitation" }).click();
  await nora.waitForURL(`**/o/${slug}`, PATIENT);
  const row = page.getByRole("listitem").filter({ hasText: address });
  const is = async (state: string) => {
    await page.goto(`/o/${slug}/settings/scim`);
    await expect(row).toContainText(state);
  };

  expect((await scim.patch(`Users/${user}`, operation("replace", "active", false))).status()).toBe(
    200,
  );
  expect((await nora.goto(`/o/${slug}`))?.status()).toBe(404);
  await is("deactivated");
  expect((await scim.patch(`Users/${user}`, operation("replace", "active", true))).status()).toBe(
    200,
  );
  await is("member");
  const again = await stranger(browser);
  await givePassword(again, address, PASSWORD);
  expect((await again.goto(`/o/${slug}`))?.status()).toBe(200);
  await page.goto(`/o/${slug}/people`);
  await expect(page.getByRole("link", { name: "Nora New", exact: true })).toHaveCount(1);

  expect((await scim.delete(`Users/${user}`)).status()).toBe(204);
  expect((await again.goto(`/o/${slug}`))?.status()).toBe(404);
  await page.goto(`/o/${slug}/settings/members`);
  await expect(page.getByRole("link", { name: "Nora New" })).toHaveCount(0);
});

test("a recycled SCIM token works on beside the new one until it is revoked, and then no more", async ({
  browser,
}) => {
  const owner = await founder(browser, "Rhea");
  const { page } = owner;
  const former = await makeToken(owner);
  const answers = async (token: string) =>
    (await (await clientOf(page, token)).get("Users")).status();
  const row = listed(page, former);
  await row.getByRole("button", { name: "Recycle" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Recycle" }).click();
  const next = await row.getByLabel("The new SCIM token").inputValue(PATIENT);
  expect(next).not.toBe(former);
  await expect(row).toContainText("recycled");
  await expect(row).toContainText("Works until");
  expect([await answers(former), await answers(next)]).toEqual([200, 200]);
  await expectAccessible(page, "/o/…/settings/scim, with a recycled token");

  await page.reload();
  await expect(row.getByRole("button", { name: "Recycle" })).toHaveCount(0);
  await row.getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(row).toHaveCount(0, PATIENT);
  expect([await answers(former), await answers(next)]).toEqual([401, 200]);
  await expect(listed(page, next)).toContainText("Last used");
});
