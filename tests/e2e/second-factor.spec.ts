import { expect } from "@playwright/test";
import {
  appCodesAgo,
  codesAgo,
  codesEnd,
  giveCode,
  givePassword,
  mailedCode,
  mobileNumber,
  newcomer,
  PASSWORD,
  pendingEnd,
  provenAgo,
  sessionsAgo,
  setUpCodes,
  textedCode,
} from "./factor-stage";
import {
  code,
  countMails,
  expectAccessible,
  mails,
  PATIENT,
  section,
  setUpFactor,
  shownCodes,
  sql,
  test,
  typePassword,
} from "./support";

test("an authenticator app: set up, asked for at sign-in, backup codes, removed", async ({
  browser,
}) => {
  const { page, email, home } = await newcomer(browser);
  await page.goto(`${home}/me`);
  await page.getByRole("link", { name: "Set up" }).click();
  await expect(page.getByRole("heading", { name: "Second factor", exact: true })).toBeVisible();
  const { secret, codes } = await setUpFactor(page);
  await page.reload();
  await expect(page.getByText("Backup codes left: 10")).toBeVisible();
  await expect(page.getByText(codes[0] ?? "missing")).toHaveCount(0);
  await expectAccessible(page, "/second-factor");

  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL(/sign-in/);
  await givePassword(page, email, `${home}/me`);
  await expectAccessible(page, "/sign-in/code");
  await page.goto(home);
  await expect(page, "the password alone opens nothing").toHaveURL(/sign-in$/);

  await givePassword(page, email, `${home}/me`);
  await giveCode(page, "Code", "000000");
  await expect(page.getByRole("alert").first()).toContainText("not right");
  await giveCode(page, "Code", await code(secret, 1));
  await page.waitForURL(`**${home}/me`, PATIENT);

  const other = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await givePassword(other, email);
  await other.getByRole("link", { name: "Use a backup code" }).click();
  await giveCode(other, "Backup code", codes[0] ?? "");
  await expect(other).toHaveURL(new RegExp(`${home}$`), PATIENT);
  await other.goto("/second-factor");
  await expect(other.getByText("Backup codes left: 9")).toBeVisible();
  await other.context().clearCookies();
  await givePassword(other, email);
  await other.getByRole("link", { name: "Use a backup code" }).click();
  await giveCode(other, "Backup code", codes[0] ?? "");
  await expect(other.getByRole("alert").first(), "each works once").toContainText("not right");
  await giveCode(other, "Backup code", codes[1] ?? "");
  await expect(other).toHaveURL(new RegExp(`${home}$`), PATIENT);

  await page.goto("/second-factor");
  await page.getByRole("button", { name: "Make new backup codes" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Make new" }).click();
  await expect(page.getByText("Your old backup codes work no more")).toBeVisible(PATIENT);
  expect(await shownCodes(page)).not.toContain(codes[2]);
  await other.goto(home);
  await expect(other, "other devices are signed out").toHaveURL(/sign-in/);

  await page.getByRole("button", { name: "Remove the app" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove the app" }).click();
  await expect(page.getByText("Removed.")).toBeVisible(PATIENT);
  await expect(page.getByText("Backup codes left")).toHaveCount(0);
  const told = async () =>
    (await mails()).filter(
      (mail) => mail.includes(email) && mail.includes("factor for Standby has"),
    ).length;
  await expect.poll(told, PATIENT).toBe(3);
});

test("a code of the app that was used is refused in the same half minute; the next one is taken", async ({
  browser,
}) => {
  const { page, email, slug, home } = await newcomer(browser);
  const { secret } = await setUpFactor(page);
  // The code of this half minute was used to set the app up.
  await appCodesAgo(slug);
  const overlooker = await (await browser.newContext()).newPage();
  await givePassword(overlooker, email);
  await page.context().clearCookies();
  await givePassword(page, email);
  const shown = await code(secret);
  await giveCode(page, "Code", shown);
  await page.waitForURL(`**${home}`, PATIENT);
  await giveCode(overlooker, "Code", shown);
  await expect(overlooker.getByText("Each works once, and")).toBeVisible(PATIENT);
  await giveCode(overlooker, "Code", await code(secret, 1));
  await overlooker.waitForURL(`**${home}`, PATIENT);
});

test("five wrong codes end a sign-in, and it begins again with the password", async ({
  browser,
}) => {
  const { page, email } = await newcomer(browser);
  await setUpFactor(page);
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

test("ten wrong codes rest the app, and a backup code confirms all the same", async ({
  browser,
}) => {
  const { page, slug } = await newcomer(browser);
  const { secret, codes } = await setUpFactor(page);
  await provenAgo(slug, "6 minutes");
  await page.goto("/second-factor");
  await page.waitForURL(/confirm/, PATIENT);
  const field = page.getByLabel("Code", { exact: true });
  const give = async (text: string, answer: string) => {
    await field.fill(text);
    await page.getByRole("button", { name: "Confirm" }).click();
    await expect(page.getByRole("alert").first()).toContainText(answer, PATIENT);
    await expect(field).toHaveValue("");
  };
  for (let n = 0; n < 10; n += 1) await give(`00000${n}`, "not right");
  await give(await code(secret, 1), "too many wrong codes");
  await page.getByRole("link", { name: "Use a backup code" }).click();
  await page.getByLabel("Backup code").fill(codes[0] ?? "");
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.waitForURL(({ pathname }) => pathname === "/second-factor", PATIENT);
});

test("whoever has the password alone has five minutes for the code, and is told of to its owner", async ({
  browser,
}) => {
  const { page, email, slug } = await newcomer(browser);
  const { secret } = await setUpFactor(page);
  // Whoever gives the second factor meanwhile is the owner, who has it from before.
  await sessionsAgo(slug, "createdAt", "1 hour");
  const stranger = await (await browser.newContext()).newPage();
  await givePassword(stranger, email);
  await pendingEnd(slug);
  const tab = await stranger.context().newPage();
  await tab.goto("/sign-in/code");
  await expect(tab).toHaveURL(/sign-in$/);
  await giveCode(stranger, "Code", await code(secret, 1));
  await stranger.waitForURL(/sign-in\?again/, PATIENT);
  await expect(stranger.getByText("The code took longer than five minutes")).toBeVisible();
  await sql(
    `UPDATE graphile_worker._private_jobs j SET run_at = now() FROM graphile_worker._private_tasks t
     WHERE t.id = j.task_id AND t.identifier = 'half-sign-in'`,
  );
  const told = () => countMails(email, "Somebody knows your password");
  await expect.poll(told, { timeout: 60_000 }).toBe(1);
});

test("a mailed code is refused after its ten minutes; codes are sent so often and no more, and the page says what to do instead", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const { page, email, slug } = await newcomer(browser);
  const known = [(await setUpCodes(page, email, mobileNumber())).mailed];
  await page.context().clearCookies();
  await givePassword(page, email);
  const send = async () => {
    await codesAgo(slug);
    await page.goto("/sign-in/code?way=email");
    await page.getByRole("button", { name: /^Send (the|another) code$/ }).click();
  };
  // Two of the five of an hour went into setting them up.
  for (let nth = 0; nth < 3; nth += 1) {
    await send();
    known.push(await mailedCode(email, known));
  }
  await codesEnd(slug);
  await giveCode(page, "Code", known.at(-1) ?? "");
  await expect(page.getByText("Type the newest code")).toBeVisible(PATIENT);
  await page.reload();
  await expect(page.getByRole("button", { name: "Send the code" })).toBeVisible();
  await send();
  await expect(page.getByText("Too many codes were sent")).toBeVisible(PATIENT);
});

test("the strongest ways come first, and a number counts from its first code on", async ({
  browser,
}) => {
  const { page, email, home } = await newcomer(browser);
  await page.goto("/second-factor");
  await expect(page.getByRole("heading", { level: 2 })).toHaveText([
    "Passkeys",
    "Authenticator app",
    "Codes by mail",
    "Codes by text",
  ]);
  const text = section(page, "Codes by text");
  await expect(section(page, "Passkeys")).toContainText("The strongest");
  await expect(text).toContainText(
    "The weakest: numbers are taken over by talking to a shop, and texts can be read on the way.",
  );

  const number = mobileNumber();
  await text.getByLabel("Mobile number").fill(number);
  await text.getByRole("button", { name: "Send a first code" }).click();
  const texted = await textedCode(number);
  await page.reload();
  const remove = text.getByRole("button", { name: "Remove codes by text" });
  await expect(text.getByText("We sent you six digits.")).toBeVisible();
  await expect(remove).toHaveCount(0);
  const other = await (await browser.newContext()).newPage();
  await typePassword(other, email, PASSWORD);
  await other.waitForURL(`**${home}`, PATIENT);

  await text.getByLabel("Code that you were sent").fill(texted);
  await text.getByRole("button", { name: "Turn on" }).click();
  await expect(remove).toBeVisible(PATIENT);
  await other.goto(home);
  await expect(other, "other devices are signed out").toHaveURL(/sign-in/);
  await givePassword(other, email);
  await expect(other.getByText(`the number ending in ${number.slice(-2)}`)).toBeVisible();
});

test("codes by mail and by text: set up, sign in by each without script, resend, remove", async ({
  browser,
}) => {
  const { page, email, slug, home } = await newcomer(browser);
  await page.goto("/second-factor");
  const mail = section(page, "Codes by mail");
  await mail.getByRole("button", { name: "Send a first code" }).click();
  const first = await mailedCode(email);
  await mail.getByLabel("Code that you were sent").fill(first === "000000" ? "000001" : "000000");
  await mail.getByRole("button", { name: "Turn on" }).click();
  await expect(mail.getByRole("alert")).toContainText("not right", PATIENT);
  await mail.getByLabel("Code that you were sent").fill(first);
  await mail.getByRole("button", { name: "Turn on" }).click();
  await shownCodes(page);

  const number = mobileNumber();
  const ending = `the number ending in ${number.slice(-2)}`;
  const text = section(page, "Codes by text");
  await text.getByLabel("Mobile number").fill("+33 6 12 34 56 78");
  await text.getByRole("button", { name: "Send a first code" }).click();
  await expect(text.getByRole("alert")).toContainText("numbers of that country", PATIENT);
  await expect(text.getByLabel("Mobile number")).toHaveValue("+33 6 12 34 56 78");
  await text.getByLabel("Mobile number").fill(number);
  await text.getByRole("button", { name: "Send a first code" }).click();
  const texted = await textedCode(number);
  await text.getByLabel("Code that you were sent").fill(texted);
  await text.getByRole("button", { name: "Turn on" }).click();
  await expect(text.getByText(ending)).toBeVisible(PATIENT);

  const other = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await givePassword(other, email);
  await other.getByRole("button", { name: "Send the code" }).click();
  await expect(other.getByText("within the last minute")).toBeVisible(PATIENT);
  await codesAgo(slug);
  await other.getByRole("button", { name: "Send the code" }).click();
  await expect(other.getByText("We sent six digits to your e-mail address")).toBeVisible(PATIENT);
  await giveCode(other, "Code", await mailedCode(email, [first]));
  await expect(other).toHaveURL(new RegExp(`${home}$`), PATIENT);

  await other.context().clearCookies();
  await codesAgo(slug);
  await givePassword(other, email);
  await other.getByRole("link", { name: "Get a code by text" }).click();
  await other.getByRole("button", { name: "Send the code" }).click();
  await expect(other.getByText(`six digits to ${ending}`)).toBeVisible(PATIENT);
  await giveCode(other, "Code", texted);
  await expect(other.getByRole("alert").first()).toContainText("not right", PATIENT);
  await giveCode(other, "Code", await textedCode(number, [texted]));
  await expect(other).toHaveURL(new RegExp(`${home}$`), PATIENT);

  await other.goto("/second-factor");
  await expect(other.getByText("Passkeys need JavaScript")).toBeVisible();
  await page.goto("/second-factor");
  await section(page, "Codes by text").getByRole("button", { name: "Remove" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(section(page, "Codes by text").getByLabel("Mobile number")).toBeVisible(PATIENT);
});
