import { chromium, type FullConfig } from "@playwright/test";
import { ADA, GRACE, givePassword, type OwnerSession, setUpFactor } from "./support";

const OWNERS = [
  { email: ADA, home: "/o/lumen" },
  { email: GRACE, home: "/o/harbour" },
] as const;

/**
 * The demo's owners set up a second factor, as they are asked to before they administer anything. Tests go on with
 * their sessions, so none may end one.
 */
export default async function owners(config: FullConfig): Promise<void> {
  const { baseURL, launchOptions } = config.projects[0]?.use ?? {};
  const browser = await chromium.launch({ ...launchOptions });
  const sessions: OwnerSession[] = [];
  for (const { email, home } of OWNERS) {
    const context = await browser.newContext({ ...(baseURL && { baseURL }) });
    const page = await context.newPage();
    await givePassword(page, email);
    await setUpFactor(page, home);
    sessions.push({ email, cookies: await context.cookies() });
    await context.close();
  }
  await browser.close();
  process.env.STANDBY_OWNERS = JSON.stringify(sessions);
}
