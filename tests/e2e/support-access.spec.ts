import { expect, type Page, type Request } from "@playwright/test";
import { newcomer, provenAgo } from "./factor-stage";
import {
  ADA,
  as,
  BO,
  expectAccessible,
  firstOf,
  HUGO,
  mails,
  PATIENT,
  setUpFactor,
  sql,
  test,
} from "./support";

const SETTINGS = "/o/lumen/settings/support";

async function statusOf(page: Page, path: string): Promise<number | undefined> {
  return (await page.goto(path))?.status();
}

async function endIfOpen(owner: Page): Promise<void> {
  await owner.goto(SETTINGS);
  const button = owner.getByRole("button", { name: "End now" });
  if ((await button.count()) === 0) return;
  await button.click();
  await owner.getByRole("dialog").getByRole("button", { name: "End now" }).click();
  await expect(owner.getByRole("button", { name: "Let support look" })).toBeVisible();
}

/** What a member's browser sends to withdraw a draft, caught before it arrives. */
async function withdrawal(page: Page, draft: string): Promise<Request> {
  await page.goto(draft);
  const caught = new Promise<Request>((resolve) => {
    void page.route(`**${draft}`, async (route) => {
      if (route.request().method() !== "POST") return route.continue();
      resolve(route.request());
      await route.abort();
    });
  });
  await page.getByRole("button", { name: "Withdraw" }).first().click();
  const sure = page.getByRole("dialog").getByRole("button", { name: "Withdraw" });
  if (await sure.isVisible()) await sure.click();
  return caught;
}

test("support sees nothing, then what an owner lets it see and no more, and then nothing again", async ({
  browser,
}) => {
  const ada = await as(browser, ADA);
  const hugo = await as(browser, HUGO);
  await endIfOpen(ada);
  expect(await statusOf(hugo, "/o/lumen")).toBe(404);
  await hugo.goto("/support");
  await expect(hugo.getByText("No organisation lets support look")).toBeVisible();
  expect(await statusOf(ada, "/support"), "who is no staff has no desk").toBe(404);

  await ada.goto(SETTINGS);
  await ada.getByLabel("For how many hours").fill("2");
  await ada.getByLabel("What for").fill("The handoff on Monday looks wrong");
  await ada.getByRole("button", { name: "Let support look" }).click();
  await expect(ada.getByText("Nobody has looked.")).toBeVisible();
  await expectAccessible(ada, SETTINGS);

  await hugo.goto("/support");
  await expectAccessible(hugo, "/support");
  await hugo.getByRole("link", { name: /Lumen Cloud/ }).click();
  await hugo.waitForURL("**/o/lumen");
  await expect(hugo.getByText("You look at Lumen Cloud as support")).toBeVisible();
  await expect(hugo.getByRole("article", { name: "Payments on call" })).toBeVisible();
  await expect(hugo.locator('a[href^="tel:"], a[href^="mailto:"]')).toHaveCount(0);
  await expectAccessible(hugo, "/o/lumen as support");

  const schedule = await firstOf(hugo, "/o/lumen/schedules", "schedules");
  const person = await firstOf(hugo, "/o/lumen/people", "people");
  const team = await firstOf(hugo, "/o/lumen/teams", "teams");
  const draft = await firstOf(hugo, "/o/lumen/drafts", "drafts");
  const seen = [schedule, `${schedule}?view=list`, draft, person, team, "/o/lumen/reports"];
  for (const path of [...seen, "/o/lumen/more"]) {
    expect(await statusOf(hugo, path), path).toBe(200);
    await expect(hugo.getByText("You look at Lumen Cloud as support")).toBeVisible();
  }
  const closed = ["log", "log/export", "settings", "settings/members", "import", "me"];
  for (const path of [...closed.map((one) => `/o/lumen/${one}`), `${draft}/edit`])
    expect(await statusOf(hugo, path), path).toBe(404);

  // An open page looks again when others change something; what no browser shows is asked for once.
  const looks = async () => {
    await ada.goto(SETTINGS);
    return ada.locator("main li").filter({ hasText: schedule }).count();
  };
  const before = await looks();
  for (const path of [schedule, `${schedule}?view=list`]) await hugo.request.get(path);
  expect(await looks(), "one look, one entry").toBe(before + 2);
  await expect(ada.locator("main li").filter({ hasText: team }).first()).toContainText(HUGO);

  const bo = await as(browser, BO);
  const sent = await withdrawal(bo, await firstOf(bo, "/o/lumen/drafts", "drafts"));
  const { "next-action": action = "", "content-type": type = "" } = await sent.allHeaders();
  const answer = await hugo.request.post(sent.url(), {
    headers: {
      "next-action": action,
      "content-type": type,
      origin: new URL(sent.url()).origin,
      "sec-fetch-site": "same-origin",
    },
    data: sent.postDataBuffer() ?? "",
  });
  expect(await answer.text()).toContain("Support can look and changes nothing.");

  await endIfOpen(ada);
  await expect(ada.getByText(/ended by Ada Okafor/).first()).toBeVisible();
  expect(await statusOf(hugo, "/o/lumen")).toBe(404);
  expect(await statusOf(hugo, schedule)).toBe(404);

  const told = async () => {
    const all = (await mails()).filter((mail) => mail.includes("ada@lumen.example"));
    return ["may look", "has looked"].map((words) =>
      all.some((mail) => mail.includes(`Support ${words} at Lumen Cloud`)),
    );
  };
  await expect.poll(told, { timeout: 30_000 }).toEqual([true, true]);
});

test("a page that support has left open goes away when an owner ends it, and when its time is over", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const ada = await as(browser, ADA);
  const hugo = await as(browser, HUGO);
  const letIn = async () => {
    await endIfOpen(ada);
    await ada.getByLabel("For how many hours").fill("1");
    await ada.getByRole("button", { name: "Let support look" }).click();
    await expect(ada.getByText("Nobody has looked.")).toBeVisible();
    await hugo.goto("/o/lumen/people");
    await expect(hugo.getByRole("main")).toContainText("Bo Lindqvist");
  };
  const gone = async (timeout: number) => {
    await hugo.waitForURL("**/support", { timeout });
    await expect(hugo.getByText("Bo Lindqvist")).toHaveCount(0);
  };
  await letIn();
  await endIfOpen(ada);
  await gone(90_000);

  await letIn();
  // No hour is waited for: what is granted cannot be changed, but for who owns the database.
  await sql(`ALTER TABLE "SupportAccess" DISABLE TRIGGER keep_support`);
  await sql(
    `UPDATE "SupportAccess" SET "expiresAt" = clock_timestamp() + interval '8 seconds' WHERE "endedAt" IS NULL`,
  );
  await sql(`ALTER TABLE "SupportAccess" ENABLE TRIGGER keep_support`);
  await hugo.reload();
  await expect(hugo.getByRole("main")).toContainText("Bo Lindqvist");
  await gone(20_000);
});

test("letting support look takes a fresh proof", async ({ browser }) => {
  const { page, slug, home } = await newcomer(browser);
  await setUpFactor(page);
  await page.goto(`${home}/settings/support`);
  await page.getByLabel("For how many hours").fill("1");
  await page.getByLabel("What for").fill("A look");
  await provenAgo(slug, "6 minutes");
  await page.getByRole("button", { name: "Let support look" }).click();
  await expect(page.getByText("Confirm that it is you").first()).toBeVisible(PATIENT);
  await expect(page.getByText("Nobody has looked.")).toHaveCount(0);
  await provenAgo(slug, "0 minutes");
  await page.getByRole("button", { name: "Send again" }).click();
  await expect(page.getByText("Nobody has looked.")).toBeVisible(PATIENT);
  await page.getByRole("button", { name: "End now" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "End now" }).click();
  await expect(page.getByRole("button", { name: "Let support look" })).toBeVisible(PATIENT);
});
