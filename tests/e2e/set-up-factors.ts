import { chromium, type FullConfig } from "@playwright/test";
import { ADA, GRACE, givePassword, HUGO, type Session, setUpFactor, sql } from "./support";

/**
 * The demo's owners and the staff of support set up a second factor, as they are asked to before they administer or
 * look at anything. Tests go on with their sessions, so none may end one.
 */
export default async function setUpFactors(config: FullConfig): Promise<void> {
  const { baseURL, launchOptions } = config.projects[0]?.use ?? {};
  const browser = await chromium.launch({ ...launchOptions });
  const sessions: Session[] = [];
  for (const email of [ADA, GRACE, HUGO]) {
    const context = await browser.newContext({ ...(baseURL && { baseURL }) });
    const page = await context.newPage();
    await givePassword(page, email);
    await setUpFactor(page);
    sessions.push({ email, cookies: await context.cookies() });
    await context.close();
  }
  await browser.close();
  // The tests take longer than the five minutes for which a proof is fresh.
  await sql(`UPDATE "Session" SET "provenAt" = now() + interval '1 day' WHERE "revokedAt" IS NULL`);
  process.env.STANDBY_SESSIONS = JSON.stringify(sessions);
}
