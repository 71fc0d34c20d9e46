import { type Browser, expect, type Page } from "@playwright/test";
import { ADA, as, BO, DANA, mailedLink, mails, test } from "./support";

test.describe.configure({ mode: "serial" });

const MARK = Date.now().toString(36);
const NAME = `Night desk ${MARK}`;
const RESPONDER = `Rita ${MARK}`;
const RITA = `rita-${MARK}@lumen.example`;
const PHONE = { width: 390, height: 844 };
const DRAFT = /\/drafts\/[0-9a-f-]{36}$/;

let [ada, bo, dana, rita]: Page[] = [];
let schedule = "";
let emergency = "";

function given(page: Page | undefined): Page {
  if (!page) throw new Error("an earlier story has to open this page");
  return page;
}

const here = (page: Page): string => new URL(page.url()).pathname;

async function edit(page: Page, title: string): Promise<void> {
  await page.goto(schedule);
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await page.waitForURL(/\/edit$/);
  await page.getByLabel("What this draft does").fill(title);
}

async function send(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Save and ask for review" }).first().click();
  await page.waitForURL(DRAFT);
  return here(page);
}

/** A draft by Bo that renames the first tier, waiting for review. */
async function renaming(page: Page, tier: string): Promise<string> {
  await edit(page, `Call it ${tier}`);
  await page.getByLabel("Tier 1").fill(tier);
  return send(page);
}

async function approve(page: Page, draft: string): Promise<void> {
  await page.goto(draft);
  await page.getByRole("button", { name: "Approve" }).click();
  await expect(page.getByText("1 of 1 approval")).toBeVisible();
}

async function publish(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Publish", exact: true }).dblclick();
  await page.waitForURL(/\/schedules\//);
}

async function invited(browser: Browser, owner: Page): Promise<Page> {
  await owner.goto("/o/lumen/settings/members");
  await owner.getByLabel("Name", { exact: true }).fill(RESPONDER);
  await owner.getByLabel("E-mail").fill(RITA);
  await owner.getByRole("radio", { name: "Responder" }).check();
  await owner.getByRole("button", { name: "Invite", exact: true }).click();
  const link = await mailedLink(RITA, "invitation");
  const page = await (await browser.newContext({ viewport: PHONE })).newPage();
  await page.goto(link);
  await page.getByLabel("Password").fill("the night is long");
  await page.getByRole("button", { name: "Accept the invitation" }).click();
  await page.waitForURL("**/o/lumen");
  return page;
}

test("an owner publishes a first roster in an emergency, and has to say what it is", async ({
  browser,
}) => {
  ada = await as(browser, ADA);
  rita = await invited(browser, ada);
  await ada.goto("/o/lumen/schedules/new");
  await ada.getByLabel("Name").fill(NAME);
  await ada.getByLabel("Team").selectOption({ label: "Payments" });
  await ada.getByRole("button", { name: "Make the schedule" }).click();
  await ada.waitForURL(/\/edit$/);
  const crew = ada.getByRole("group", { name: "Who takes part" });
  for (const one of await crew.getByRole("checkbox").all()) await one.uncheck();
  for (const name of [RESPONDER, "Bo Lindqvist"]) await crew.getByLabel(name).first().check();
  await ada.getByRole("button", { name: /^Weekly rotation/ }).click();
  await ada.getByRole("button", { name: "Save", exact: true }).click();
  await expect(ada.getByRole("button", { name: "Save", exact: true })).toBeDisabled();
  emergency = here(ada).replace("/edit", "");
  await ada.goto(emergency);
  await ada.getByText("In an emergency").click();
  await publishAtOnce(ada);
  await expect(ada.getByText("Say what the emergency is")).toBeVisible();
  await ada.getByLabel("What the emergency is").fill("The night desk has nobody");
  await publishAtOnce(ada);
  await ada.waitForURL(/\/schedules\//);
  schedule = here(ada);
  await ada.goto(emergency);
  await expect(ada.getByText("Published at once, without review")).toBeVisible();
});

async function publishAtOnce(page: Page): Promise<void> {
  const name = "Publish now without review";
  await page.getByRole("button", { name }).first().click();
  await page.getByRole("dialog").getByRole("button", { name }).click();
}

test("a reviewer is asked to look afterwards, objects with words, and once", async ({
  browser,
}) => {
  dana = await as(browser, DANA);
  await dana.setViewportSize(PHONE);
  await dana.goto("/o/lumen/drafts");
  await expect(dana.getByRole("heading", { name: "Published without review" })).toBeVisible();
  await dana.goto(emergency);
  await dana.getByRole("button", { name: "Object" }).click();
  await expect(dana.getByText("Say what was wrong.").first()).toBeVisible();
  await dana.getByLabel("Your words").fill("Rita was not asked");
  await dana.getByRole("button", { name: "Object" }).click();
  await expect(dana.getByText("Rita was not asked")).toBeVisible();
  await expect(dana.getByRole("button", { name: "Object" })).toHaveCount(0);
});

test("two drafts that change different things: the second is brought up to date, and both hold", async ({
  browser,
}) => {
  bo = await as(browser, BO);
  const other = await bo.context().newPage();
  const approver = given(dana);
  await edit(other, "Another time");
  const first = await renaming(bo, "First line");
  await other.getByLabel("Name of the layer").fill("By week");
  const second = await send(other);
  await approve(approver, first);
  await publish(approver);

  await approver.goto(second);
  await expect(approver.getByText("The two changes do not touch each other")).toBeVisible();
  await other.reload();
  await other.getByRole("button", { name: "Bring the draft up to date" }).click();
  await other.getByRole("button", { name: "Ask for review" }).click();
  await expect(other.getByText("somebody else must review it")).toBeVisible();
  await approve(approver, second);
  await publish(approver);
  await expect(approver.getByText("First line").first()).toBeVisible();
  await expect(approver.getByText("By week").filter({ visible: true }).first()).toBeVisible();
});

test("two drafts that change the same thing: the conflict is told in words, and one is chosen", async () => {
  const [author, approver] = [given(bo), given(dana)];
  const other = await author.context().newPage();
  await edit(other, "Call it Beta");
  const first = await renaming(author, "Alpha");
  await other.getByLabel("Tier 1").fill("Beta");
  const second = await send(other);
  await approve(approver, first);
  await publish(approver);
  await approver.goto(second);
  await expect(approver.getByText(/change the same thing/)).toBeVisible();

  await other.reload();
  const question = other.getByRole("group", { name: "The tier “First line”: its name" });
  await expect(question).toContainText("Renames the tier “First line” to “Beta”.");
  await expect(question).toContainText("Renames the tier “First line” to “Alpha”.");
  const update = other.getByRole("button", { name: "Bring the draft up to date" });
  await expect(update).toBeDisabled();
  await question.getByRole("radio", { name: /This draft/ }).check();
  await update.click();
  await expect(other.getByText("Renames the tier “Alpha” to “Beta”.")).toBeVisible();
  await other.getByRole("button", { name: "Ask for review" }).click();
  await expect(other.getByText("somebody else must review it")).toBeVisible();
  await approve(approver, second);
  await publish(approver);
  await expect(approver.getByText("Beta").first()).toBeVisible();
});

test("a responder asks for cover for her own shift; once published, mails say it in the reader's zone", async () => {
  const [responder, approver] = [given(rita), given(dana)];
  await responder.goto(schedule);
  await expect(responder.getByRole("button", { name: "Edit", exact: true })).toHaveCount(0);
  await responder.getByRole("link", { name: "Cover me…" }).click();
  const next = responder.getByRole("button", { name: "Next" });
  const ask = responder.getByRole("button", { name: "Ask for cover" });
  await expect(next.or(ask)).toBeVisible();
  if (await next.isVisible()) await next.click();
  await responder.getByRole("radio", { name: /Bo Lindqvist/ }).check();
  await responder.getByLabel("Reason").fill("fever 🤒");
  await ask.click();
  await responder.waitForURL(DRAFT);
  await expect(responder.getByText("You made this draft, so somebody else")).toBeVisible();
  await approve(approver, here(responder));
  await publish(approver);
  await approver.goto("/o/lumen");
  await expect(approver.getByRole("article", { name: NAME })).toContainText("Bo Lindqvist");
  const told = async () =>
    (await mails()).filter((mail) => mail.includes(`Your shifts changed: ${NAME}`)).join();
  await expect.poll(told, { timeout: 30_000 }).toContain(RITA);
  await expect.poll(told).toContain("Europe/Stockholm");
});

test("a responder asks to swap, and may withdraw it", async () => {
  const page = given(rita);
  await page.goto(`${schedule}/swap`);
  const next = page.getByRole("button", { name: "Next" });
  const ask = page.getByRole("button", { name: "Ask to swap" });
  await expect(next.or(ask)).toBeVisible();
  if (await next.isVisible()) await next.click();
  await page.getByRole("radio").first().check();
  await ask.click();
  await page.waitForURL(DRAFT);
  await expect(page.getByRole("heading", { name: /^Swap of/ })).toBeVisible();
  await page.getByRole("button", { name: "Withdraw" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Withdraw" }).click();
  await page.waitForURL(/\/drafts$/);
});

test("of two publishers one wins and the other is told", async () => {
  const [owner, approver] = [given(ada), given(dana)];
  const draft = await renaming(given(bo), "Raced for");
  await approve(approver, draft);
  await owner.goto(draft);
  await publish(approver);
  await owner.getByRole("button", { name: "Publish", exact: true }).click();
  await expect(owner.getByText("This draft has just been published")).toBeVisible();
  await approver.goto(draft);
  await expect(approver.getByText("Published as revision")).toBeVisible();
  await expect(approver.getByRole("button", { name: "Publish", exact: true })).toHaveCount(0);
});

test("a draft that changes, or is withdrawn, under the reviewer's eyes is not approved; words stay", async () => {
  const [author, approver] = [given(bo), given(dana)];
  const draft = await renaming(author, "Seen");
  await approver.goto(draft);
  await author.goto(`${draft}/edit`);
  await author.getByLabel("Tier 1").fill("Not seen");
  await send(author);
  await approver.getByLabel("Your words").fill("Looks right to me");
  await approver.getByRole("button", { name: "Approve" }).click();
  await expect(approver.getByText("This draft has changed since you opened it")).toBeVisible();
  await expect(approver.getByLabel("Your words")).toHaveValue("Looks right to me");

  await approver.goto(draft);
  await author.getByRole("button", { name: "Withdraw" }).click();
  await author.getByRole("dialog").getByRole("button", { name: "Withdraw" }).click();
  await author.waitForURL(/\/drafts$/);
  await approver.getByRole("button", { name: "Approve" }).click();
  await expect(approver.getByText("This draft was withdrawn")).toBeVisible();
});

test("without script: approve a draft, and ask for cover", async ({ browser }) => {
  const draft = await renaming(given(bo), "Plain");
  const plain = async (page: Page | undefined): Promise<Page> => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: PHONE });
    await context.addCookies(await given(page).context().cookies());
    return context.newPage();
  };
  const reviewer = await plain(dana);
  await reviewer.goto(draft);
  await reviewer.getByRole("button", { name: "Reject" }).click();
  await expect(reviewer.getByText("Say why, so that the author knows.")).toBeVisible();
  await approve(reviewer, draft);

  const responder = await plain(rita);
  await responder.goto(`${schedule}/cover`);
  // Her own next shift is filled in, if she has one.
  const next = responder.getByRole("button", { name: "Next" });
  const ask = responder.getByRole("button", { name: "Ask for cover" });
  await expect(next.or(ask)).toBeVisible();
  if (await next.isVisible()) await next.click();
  await responder.getByRole("radio", { name: /Bo Lindqvist/ }).check();
  await ask.click();
  await responder.waitForURL(DRAFT);
  await expect(responder.getByText("0 of 1 approval")).toBeVisible();
});

test("an address with a day that does not exist still shows the draft", async () => {
  const page = given(ada);
  for (const query of ["date=2026-99-99&zoom=x", "date=9999-12-31&zoom=month", "date=2026-02-30"]) {
    const answer = await page.goto(`${emergency}?${query}`);
    expect(answer?.status(), query).toBe(200);
  }
});
