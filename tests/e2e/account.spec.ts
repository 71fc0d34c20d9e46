import { expect } from "@playwright/test";
import { newcomer, PASSWORD } from "./factor-stage";
import {
  as,
  askToSignUp,
  BO,
  ELI,
  givePassword,
  mailedLink,
  PATIENT,
  setUpFactor,
  signIn,
  signUp,
  test,
  typePassword,
} from "./support";

test("a wrong password and an unknown address get the same answer, and the address stays typed", async ({
  page,
}) => {
  const answers: (string | null)[] = [];
  for (const email of [BO, "nobody@lumen.example"]) {
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    answers.push(await page.getByRole("alert").first().textContent());
    await expect(page.getByLabel("E-mail")).toHaveValue(email);
  }
  expect(answers[0]).toBe(answers[1]);
});

test("a link to sign in that says to go on at another site leads to none", async ({ browser }) => {
  const { page, email, home } = await newcomer(browser);
  const hosts = new Set<string>();
  page.on("request", (one) => hosts.add(new URL(one.url()).hostname));
  for (const to of ["//evil.example", "/\\evil.example", "https://evil.example"]) {
    await page.context().clearCookies();
    await typePassword(page, email, PASSWORD, to);
    await page.waitForURL(`**${home}`, PATIENT);
    await page.goto(`/confirm?${new URLSearchParams({ to })}`);
    await expect(page.getByText("Confirmed for five minutes")).toBeVisible();
  }
  expect([...hosts]).not.toContain("evil.example");
});

test("signing out ends the session: its cookie opens nothing any more", async ({ browser }) => {
  const page = await as(browser, ELI);
  await page.goto("/o/lumen");
  const stolen = await page.context().cookies();
  expect(stolen.find(({ name }) => name.startsWith("__Host-"))).toMatchObject({
    httpOnly: true,
    secure: true,
    sameSite: "Lax",
  });
  await page.goto("/o/lumen/more");
  await page.getByRole("button", { name: "Sign out" }).last().click();
  await expect(page.getByText("You are signed out.")).toBeVisible();
  const leave = (origin: string) =>
    page.request.post("/sign-out", { maxRedirects: 0, headers: { Origin: origin } });
  const left = await leave(new URL(page.url()).origin);
  expect(left.headers()).toMatchObject({ "clear-site-data": '"cache", "storage"' });
  expect((await leave("https://evil.example")).status()).toBe(403);
  const thief = await browser.newContext();
  await thief.addCookies(stolen);
  const other = await thief.newPage();
  await other.goto("/o/lumen");
  expect(new URL(other.url()).pathname).toBe("/sign-in");
});

test("every response forbids framing, sniffing and scripts of others", async ({ request }) => {
  for (const path of ["/sign-in", "/api/health", "/o/lumen", "/nowhere", "/icon.svg"]) {
    const headers = (await request.get(path)).headers();
    expect.soft(headers, path).toMatchObject({
      "strict-transport-security": expect.stringContaining("max-age="),
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
    });
  }
  const policy = (await request.get("/sign-in")).headers()["content-security-policy"];
  expect(policy).toMatch(
    /script-src 'self' 'nonce-[\w+/=]+' 'strict-dynamic'; style-src 'self' 'nonce-/,
  );
});

test("whoever chose an address that is taken has no account yet, and goes on with what they typed", async ({
  page,
}) => {
  const slug = `own-${Date.now().toString(36)}`;
  const email = `tara-${slug}-${"of-a-long-name".repeat(3)}@new.example`;
  const founder = { name: "Tara", email, password: "a long enough password", organisation: "Own" };
  await askToSignUp(page, { ...founder, slug: "lumen" });
  await expect(page.getByText("Taken. Choose another.").first()).toBeVisible(PATIENT);
  await expect(page.getByLabel("Organisation")).toHaveValue("Own");
  const field = await page.getByLabel("Organisation").boundingBox();
  expect(field?.width, "a long address widens nothing").toBeLessThan(400);
  await expect(page.getByLabel("Your name")).toHaveValue("Tara");
  expect(await page.context().cookies()).not.toContainEqual(
    expect.objectContaining({ name: "__Host-standby" }),
  );
  await page.getByLabel("Password").fill(founder.password);
  await page.getByLabel("Its address").fill(slug);
  await page.getByRole("button", { name: "Make the organisation" }).click();
  await page.waitForURL(`**/o/${slug}`);
});

test("a new organisation, an invitation by mail, a member who sees only what they may, a password reset that ends open sessions", async ({
  browser,
}) => {
  const owner = await (await browser.newContext()).newPage();
  const mark = Date.now().toString(36);
  await signUp(owner, {
    name: "Olga Petrova",
    email: `olga-${mark}@new.example`,
    password: "a long enough password",
    organisation: "Newcomers",
    slug: `new-${mark}`,
  });

  await owner.goto(`/o/new-${mark}/settings/members`);
  await expect(owner, "an owner is led to what administering needs").toHaveURL(/second-factor/);
  await expect(owner.getByText(/Invite members and change permissions/)).toBeVisible();
  await setUpFactor(owner);
  await owner.goto(`/o/new-${mark}/settings/members`);
  await owner.getByLabel("Name", { exact: true }).fill("Ines Novak");
  await owner.getByLabel("E-mail").fill(`ines-${mark}@new.example`);
  await owner.getByRole("button", { name: /Invite|Send/ }).click();
  const guest = await (await browser.newContext()).newPage();
  await guest.goto(await mailedLink(`ines-${mark}@`, "invitation"));
  await guest.getByLabel("Password").fill("another long password");
  await guest.getByRole("button", { name: "Accept the invitation" }).click();
  await guest.waitForURL(`**/o/new-${mark}`);
  expect((await guest.goto(`/o/new-${mark}/settings/members`))?.status()).toBe(404);
  expect((await guest.goto("/o/lumen"))?.status()).toBe(404);

  const elsewhere = await (await browser.newContext()).newPage();
  await givePassword(elsewhere, `ines-${mark}@new.example`, "another long password");
  await elsewhere.goto(`/o/new-${mark}`);
  await guest.context().clearCookies();
  await guest.goto("/forgot");
  await guest.getByLabel("E-mail").fill(`ines-${mark}@new.example`);
  await guest.getByRole("button", { name: "Send the link" }).click();
  await expect(guest.getByRole("status").first()).toContainText("on its way");
  const reset = await mailedLink(`ines-${mark}@`, "reset");
  await guest.goto(reset);
  await guest.getByLabel("New password").fill("yet another password");
  await guest.getByRole("button", { name: "Set the password" }).click();
  await guest.waitForURL(/sign-in/);
  await elsewhere.reload();
  await expect(elsewhere).toHaveURL(/sign-in/);
  await guest.goto(reset);
  await expect(guest.getByText("does not work any more")).toBeVisible();
});

test("the theme can be chosen, and stays", async ({ page }) => {
  await signIn(page, ELI);
  await page.goto("/o/lumen/more");
  await page.getByRole("button", { name: "Dark" }).last().click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.goto("/o/lumen");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});
