import { expect, type Page } from "@playwright/test";
import {
  ADA,
  expectAccessible,
  mailedLink,
  mails,
  setUpFactor,
  signUp,
  test,
  typePassword,
} from "./support";

const PASSWORD = "a long enough password";
const LOCKED = "too many wrong attempts for this account";
/** Whatever checks a password takes its time, the more on a busy machine. */
const PATIENT = { timeout: 30_000 };

/** Wrong passwords until the answer is that one has to wait. Gives back all answers. */
async function guess(page: Page, email: string): Promise<string[]> {
  const answers: string[] = [];
  while (answers.length < 12 && !answers.at(-1)?.includes("Try again in")) {
    await typePassword(page, email, `wrong ${answers.length}`);
    const alert = page.getByRole("alert").first();
    await expect(alert).not.toBeEmpty(PATIENT);
    answers.push((await alert.textContent()) ?? "");
  }
  return answers;
}

/** Who is locked out hears so in the status and the header of the answer, too: programs and proxies go by those. */
async function expectLocked(page: Page, email: string): Promise<void> {
  const answered = page.waitForResponse((one) => one.status() === 429);
  await typePassword(page, email, PASSWORD);
  expectWait(await (await answered).headerValue("retry-after"));
  await expect(page.getByRole("alert").first()).toContainText(LOCKED);
}

function expectWait(seconds: string | null | undefined): void {
  expect(Number(seconds)).toBeGreaterThan(0);
  expect(Number(seconds)).toBeLessThanOrEqual(15 * 60);
}

test("guessing locks strangers out and not the device that its owner uses; the owner is told, and can end it", async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const mark = Date.now().toString(36);
  const email = `lora-${mark}@lock.example`;
  const owner = await (await browser.newContext()).newPage();
  const founder = { name: "Lora Lock", email, password: PASSWORD, organisation: "Locks" };
  await signUp(owner, { ...founder, slug: `lock-${mark}` });
  await owner.goto(`/o/lock-${mark}/more`);
  await owner.getByRole("button", { name: "Sign out" }).last().click();
  await expect(owner.getByText("You are signed out.")).toBeVisible();

  const stranger = await (await browser.newContext()).newPage();
  const answers = await guess(stranger, email);
  expect(answers).toHaveLength(11);
  expect(answers.at(-1)).toContain(LOCKED);
  expect(answers.at(-1)).toContain("15 minutes");
  await expectLocked(stranger, email);
  await expectAccessible(stranger, "/sign-in, locked");
  const unscripted = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await expectLocked(unscripted, email);
  const { csrfToken } = await (await stranger.request.get("/api/auth/csrf")).json();
  const answer = await stranger.request.post("/api/auth/callback/credentials", {
    headers: { Origin: new URL(stranger.url()).origin },
    form: { csrfToken, json: "true", email, password: PASSWORD },
  });
  expect(answer.status()).toBe(429);
  expectWait(answer.headers()["retry-after"]);

  await typePassword(owner, email, PASSWORD);
  await owner.waitForURL(`**/o/lock-${mark}`, PATIENT);
  await setUpFactor(owner);
  await owner.goto(`/o/lock-${mark}/log`);
  await expect(owner.getByText(/was locked for devices/).first()).toBeVisible();
  const warned = async () =>
    (await mails()).filter((mail) => mail.includes(email) && mail.includes("guessing")).length;
  await expect.poll(warned, PATIENT).toBe(1);

  await stranger.goto("/forgot");
  await stranger.getByLabel("E-mail").fill(email);
  await stranger.getByRole("button", { name: "Send the link" }).click();
  await stranger.goto(await mailedLink(email, "reset"));
  await stranger.getByLabel("New password").fill("yet another password");
  await stranger.getByRole("button", { name: "Set the password" }).click();
  await stranger.waitForURL(/sign-in/, PATIENT);
  await typePassword(stranger, email, "yet another password");
  await stranger.waitForURL("**/sign-in/code**", PATIENT);
});

test("an address without an account is locked in the same words", async ({ page }) => {
  test.setTimeout(300_000);
  const answers = await guess(page, `nobody-${Date.now().toString(36)}@lock.example`);
  expect(answers).toHaveLength(11);
  expect(new Set(answers.slice(0, 10)).size).toBe(1);
  expect(answers.at(-1)).toContain(LOCKED);
});

test("signing up answers the same to an address that has an account, whose owner is told by mail", async ({
  page,
}) => {
  const answers: (string | null)[] = [];
  for (const email of [ADA, `new-${Date.now().toString(36)}@lock.example`]) {
    await page.goto("/sign-up");
    await page.getByLabel("E-mail").fill(email);
    await page.getByRole("button", { name: "Send the link" }).click();
    answers.push(await page.getByRole("status").first().textContent());
  }
  expect(answers[0]).toContain("on its way");
  expect(answers[0]).toBe(answers[1]);
  const told = async () =>
    (await mails()).some((mail) => mail.includes(ADA) && mail.includes("You have an account"));
  await expect.poll(told, { timeout: 30_000 }).toBe(true);
});

test("a link to sign up that was changed opens nothing", async ({ page }) => {
  await page.goto(`/sign-up/1.${"a".repeat(16)}.${"b".repeat(80)}`);
  await expect(page.getByText("does not work any more")).toBeVisible();
});

test("who has to wait is told for how long, in words and in the header", async ({
  page,
  request,
}) => {
  const answer = await request.get("/busy?code=busy&seconds=40");
  expect(answer.status()).toBe(429);
  expect(answer.headers()["retry-after"]).toBe("40");
  expect((await request.get("/busy?code=unavailable&seconds=x")).status()).toBe(503);
  await page.goto("/busy?seconds=90");
  await expectAccessible(page, "/busy");
  await expect(page.getByRole("heading", { name: "Please wait 2 minutes" })).toBeVisible();
});
