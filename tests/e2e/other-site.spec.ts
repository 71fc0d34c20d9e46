import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "@playwright/test";
import { as, ELI, test } from "./support";

const OURS = process.env.STANDBY_URL ?? "";
/** Another site, to which the browser brings no cookie of ours; and a server beside ours, to which it brings all. */
const HOSTS = ["127.0.0.1", "localhost"];

const servers: Server[] = [];
test.afterAll(() => {
  for (const server of servers.splice(0)) server.close();
});

/** The port of an attacker's server, whose only page has this in it. */
async function serve(content: string): Promise<number> {
  const server = createServer((_, answered) => {
    answered.writeHead(200, { "Content-Type": "text/html; charset=utf-8" });
    answered.end(`<!doctype html><title>Prizes</title>${content}`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  servers.push(server);
  return (server.address() as AddressInfo).port;
}

const form = (button: string, path: string, type: string, fields = "") =>
  `<form method="post" action="${OURS}${path}" enctype="${type}">${fields}<button>${button}</button></form>`;

test("forms of another site end no session and change nothing, with the cookies or without", async ({
  browser,
}) => {
  const page = await as(browser, ELI);
  const more = await (await page.request.get("/o/lumen/more")).text();
  const action = /(\$ACTION_ID_\w+)(?:(?!\$ACTION_).)*name="theme"/s.exec(more)?.[1] ?? "missing";
  expect(action).toMatch(/^\$ACTION_ID_/);
  const theme = `<input name="${action}"><input name="theme" value="dark">`;
  const plain = "application/x-www-form-urlencoded";
  const port = await serve(
    form("Sign out", "/sign-out", plain) +
      form("Sign out by next-auth", "/api/auth/signout", plain) +
      form("Dark", "/o/lumen/more", "multipart/form-data", theme),
  );
  for (const host of HOSTS)
    for (const name of ["Sign out", "Sign out by next-auth", "Dark"]) {
      const tab = await page.context().newPage();
      await tab.goto(`http://${host}:${port}`);
      const answered = tab.waitForResponse((one) => one.request().method() === "POST");
      await tab.getByRole("button", { name, exact: true }).click();
      const answer = await answered;
      expect(answer.status(), `${name}, from ${host}`).toBe(403);
      const { cookie = "" } = await answer.request().allHeaders();
      expect(cookie.includes("__Host-standby="), `cookies, from ${host}`).toBe(
        host === "localhost",
      );
      await tab.close();
    }
  expect((await page.goto(`${OURS}/o/lumen/more`))?.status()).toBe(200);
  await expect(page.getByRole("button", { name: "Sign out" }).last()).toBeVisible();
  await expect(page.locator("html")).not.toHaveAttribute("data-theme", "dark");
  // The same form of ours does what it says.
  await page.getByRole("button", { name: "Dark" }).last().click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});

test("nothing of ours shows in a frame of another site", async ({ browser }) => {
  const page = await as(browser, ELI);
  const paths = ["/sign-in", "/o/lumen", "/api/health"];
  const frames = paths.map((path) => `<iframe src="${OURS}${path}"></iframe>`);
  const port = await serve(
    `${frames.join("")}<iframe title="theirs" srcdoc="Prizes for all"></iframe>`,
  );
  for (const host of HOSTS) {
    await page.goto(`http://${host}:${port}`);
    await expect(page.frameLocator("[title=theirs]").getByText("Prizes for all")).toBeVisible();
    const blocked = page.frames().filter((one) => one.url().startsWith("chrome-error:"));
    expect(blocked, `from ${host}`).toHaveLength(paths.length);
  }
});
