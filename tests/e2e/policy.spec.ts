import { expect, test } from "@playwright/test";

test("what a page's policy stops is told to the server", async ({ page }) => {
  // Over HTTPS browsers send reports together, minutes later; without `report-to` each at once, here too.
  await page.route("**/sign-in", async (route) => {
    const response = await route.fetch();
    const headers = response.headers();
    const policy = headers["content-security-policy"] ?? "";
    expect(policy).toContain("; report-uri /api/policy; report-to policy");
    const only = { "content-security-policy": policy.replace("; report-to policy", "") };
    await route.fulfill({ response, headers: { ...headers, ...only } });
  });
  await page.goto("/sign-in");
  const told = page.waitForResponse("**/api/policy");
  await page.evaluate(() => {
    const planted = document.createElement("script");
    planted.textContent = "document.title = 'planted'";
    document.body.append(planted);
  });
  expect((await told).status()).toBe(204);
  expect(await page.title()).not.toBe("planted");
});
