import { expect } from "@playwright/test";
import { givePassword, newcomer, withAuthenticator } from "./factor-stage";
import { expectAccessible, PATIENT, section, shownCodes, test } from "./support";

test("a passkey: made, signs in without a password and after one, refused without a finger, removed", async ({
  browser,
}) => {
  const { page, email, home } = await newcomer(browser);
  const { cdp, id } = await withAuthenticator(page);
  await page.goto("/second-factor");
  const passkeys = section(page, "Passkeys");
  await passkeys.getByLabel("Name").fill("Finn’s phone");
  await passkeys.getByRole("button", { name: "Add a passkey" }).click();
  await shownCodes(page);
  await expect(passkeys.getByRole("listitem").filter({ hasText: "not used yet" })).toContainText(
    "Finn’s phone",
  );
  await passkeys.getByRole("button", { name: "Add a passkey" }).click();
  await expect(passkeys.getByRole("alert")).toContainText("holds a passkey", PATIENT);

  // Whether the browser offers it by itself depends on the browser: here the button is pressed.
  await cdp.send("WebAuthn.setAutomaticPresenceSimulation", {
    authenticatorId: id,
    enabled: false,
  });
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL(/sign-in/, PATIENT);
  await expectAccessible(page, "/sign-in");
  await cdp.send("WebAuthn.setUserVerified", { authenticatorId: id, isUserVerified: false });
  await cdp.send("WebAuthn.setAutomaticPresenceSimulation", {
    authenticatorId: id,
    enabled: true,
  });
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page.getByRole("alert").first()).toContainText("No passkey was used", PATIENT);

  await cdp.send("WebAuthn.setUserVerified", { authenticatorId: id, isUserVerified: true });
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.waitForURL(`**${home}`, PATIENT);

  await page.context().clearCookies();
  await cdp.send("WebAuthn.setAutomaticPresenceSimulation", {
    authenticatorId: id,
    enabled: false,
  });
  await givePassword(page, email, `${home}/me`);
  await expect(page.getByRole("heading", { name: "Use your passkey" })).toBeVisible();
  await cdp.send("WebAuthn.setAutomaticPresenceSimulation", {
    authenticatorId: id,
    enabled: true,
  });
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`**${home}/me`, PATIENT);

  await page.goto("/second-factor");
  await expect(passkeys.getByText("last used")).toBeVisible();
  await passkeys.getByRole("button", { name: "Remove Finn’s phone" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(passkeys.getByText("Finn’s phone")).toHaveCount(0, PATIENT);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL(/sign-in/, PATIENT);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page.getByRole("alert").first()).toContainText("not accepted", PATIENT);
});
