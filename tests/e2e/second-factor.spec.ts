import { type Browser, expect, type Page, test } from "@playwright/test";
import { code, expectAccessible, setUpFactor, signUp } from "./support";

const PASSWORD = "a long enough password";
/** Whatever checks a password takes its time, the more on a busy machine. */
const PATIENT = { timeout: 15_000 };

async function newcomer(browser: Browser): Promise<{ page: Page; email: string; home: string }> {
  const page = await (await browser.newContext()).newPage();
  const mark = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;
  const email = `finn-${mark}@factor.example`;
  const slug = `two-${mark}`;
  await signUp(page, {
    name: "Finn Factor",
    email,
    password: PASSWORD,
    organisation: "Two Keys",
    slug,
  });
  return { page, email, home: `/o/${slug}` };
}

async function givePassword(page: Page, email: string, to = ""): Promise<void> {
  await page.goto(`/sign-in${to && `?to=${encodeURIComponent(to)}`}`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/sign-in/code**");
}

async function giveCode(page: Page, label: "Code" | "Backup code", text: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).fill(text);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test("a second factor: set up, asked for at sign-in, backup codes, turned off", async ({
  browser,
}) => {
  const { page, email, home } = await newcomer(browser);
  const { secret, codes } = await setUpFactor(page, home, PASSWORD);
  await page.reload();
  await expect(page.getByText("Backup codes left: 10")).toBeVisible();
  await expect(page.getByText(codes[0] ?? "missing")).toHaveCount(0);

  await page.goto(`${home}/more`);
  await page.getByRole("button", { name: "Sign out" }).last().click();
  await page.waitForURL(/sign-in/);
  await givePassword(page, email, `${home}/me`);
  await expectAccessible(page, "/sign-in/code");
  await page.goto(home);
  await expect(page, "the password alone opens nothing").toHaveURL(/sign-in$/);

  await givePassword(page, email, `${home}/me`);
  await giveCode(page, "Code", "000000");
  await expect(page.getByRole("alert").first()).toContainText("not right");
  await giveCode(page, "Code", await code(secret, 1));
  await page.waitForURL(`**${home}/me`);

  const other = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await givePassword(other, email);
  await other.getByRole("link", { name: "Use a backup code" }).click();
  await giveCode(other, "Backup code", codes[0] ?? "");
  await expect(other).toHaveURL(new RegExp(`${home}$`), PATIENT);
  await other.goto(`${home}/me/second-factor`);
  await expect(other.getByText("Backup codes left: 9")).toBeVisible();

  await page.goto(`${home}/me/second-factor`);
  await page.getByLabel("Your password").fill(PASSWORD);
  await page.getByLabel("Code of the app").fill(codes[1] ?? "");
  await page.getByRole("button", { name: "Make new backup codes" }).click();
  const renewed = page.getByRole("status").getByRole("listitem");
  await expect(renewed).toHaveCount(10, PATIENT);
  await other.goto(home);
  await expect(other, "other devices are signed out").toHaveURL(/sign-in/);

  await page.getByLabel("Your password").fill(PASSWORD);
  await page.getByLabel("Code of the app").fill((await renewed.first().textContent()) ?? "");
  await page.getByRole("button", { name: "Turn off" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Turn off" }).click();
  await expect(page.getByText("Your second factor is off.")).toBeVisible(PATIENT);

  await other.goto("/sign-in");
  await other.getByLabel("E-mail").fill(email);
  await other.getByLabel("Password").fill(PASSWORD);
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other).toHaveURL(new RegExp(`${home}$`), PATIENT);
});

test("five wrong codes end a sign-in, and it begins again with the password", async ({
  browser,
}) => {
  const { page, email, home } = await newcomer(browser);
  await setUpFactor(page, home, PASSWORD);
  await page.context().clearCookies();
  await givePassword(page, email);
  for (let n = 0; n < 4; n += 1) {
    await giveCode(page, "Code", `00000${n}`);
    await expect(page.getByRole("alert").first()).toContainText("not right");
    await expect(page.getByLabel("Code", { exact: true })).toHaveValue("");
  }
  await giveCode(page, "Code", "000004");
  await page.waitForURL(/sign-in\?again/);
  await expect(page.getByText("Begin again with your password")).toBeVisible();
  await page.goto("/sign-in/code");
  await expect(page).toHaveURL(/sign-in$/);
});
