import { expect } from "@playwright/test";
import { giveCode, givePassword, joined, mailedCode, newcomer, openMember } from "./factor-stage";
import { countMails, expectAccessible, PATIENT, setUpFactor, test } from "./support";

test("a member who lost their second factor is helped: mail stands in, and another one comes before all else", async ({
  browser,
}) => {
  const owner = await newcomer(browser);
  await setUpFactor(owner.page);
  const { page, email, home } = await joined(browser, owner, "Lena Lost", "Responder");
  await setUpFactor(page);

  await openMember(owner.page, home, "Lena Lost");
  await expectAccessible(owner.page, "a member's page");
  await owner.page.getByRole("button", { name: "Take away lost second factors" }).click();
  await owner.page.getByRole("dialog").getByRole("button", { name: "Take them away" }).click();
  await expect(owner.page.getByText("Lena Lost was told by mail how to go on")).toBeVisible(
    PATIENT,
  );
  await page.goto(home);
  await expect(page, "signed out").toHaveURL(/sign-in/);
  const told = () => countMails(email, "Your lost second factor for Standby was taken away");
  await expect.poll(told, PATIENT).toBe(1);
  const owners = () => countMails(owner.email, "The second factor of Lena Lost was taken away");
  await expect.poll(owners, PATIENT).toBe(1);

  await givePassword(page, email);
  await page.getByRole("button", { name: "Send the code" }).click();
  await expect(page.getByText("We sent six digits to your e-mail address")).toBeVisible(PATIENT);
  await giveCode(page, "Code", await mailedCode(email));
  await page.waitForURL(/second-factor/, PATIENT);
  await expect(page.getByText("codes by mail only stand in")).toBeVisible();
  await expectAccessible(page, "/second-factor, after a loss");
  await page.goto(`${home}/people`);
  await expect(page, "nothing else opens").toHaveURL(/second-factor/);
  const { codes } = await setUpFactor(page);
  expect(codes).toHaveLength(10);
  await page.goto(`${home}/people`);
  await expect(page.getByRole("heading", { level: 1, name: "People" })).toBeVisible();

  await owner.page.goto(`${home}/log`);
  const entry = owner.page.getByText("took the lost second factors of Lena Lost away");
  await expect(entry).toBeVisible();
});
