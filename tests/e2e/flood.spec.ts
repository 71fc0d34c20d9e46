import { expect } from "@playwright/test";
import { ADA, as, test } from "./support";

const AT_ONCE = 150;
/** Within this many ms the roster answers 95 of 100 who look while the flood goes on, also on a slow machine. */
const PATIENCE = 5_000;

const median = (times: readonly number[], part: number): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length * part)] ?? 0;

test("while sign-ins flood, the roster and the health probe answer, and who is turned away is told when to come back", async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const page = await as(browser, ADA);
  const csrf = await page.request.get("/api/auth/csrf");
  const { csrfToken } = await csrf.json();
  const { origin } = new URL(page.url());
  const cookies = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`);
  // Not by Playwright’s requests, which open some fifty connections at a time, seconds apart: who looks would wait for those.
  const attack = () =>
    fetch(`${origin}/api/auth/callback/credentials`, {
      method: "POST",
      redirect: "manual",
      headers: { Origin: origin, Cookie: cookies.join("; ") },
      body: new URLSearchParams({
        ...{ csrfToken, json: "true" },
        ...{ email: `${Math.random()}@flood.example`, password: "wrong" },
      }),
    });
  const times: number[] = [];
  const rosters: number[] = [];
  let over = false;
  const flood = Promise.all(Array.from({ length: AT_ONCE }, attack)).finally(() => {
    over = true;
  });
  while (!over) {
    for (const path of ["/o/lumen", "/api/health"]) {
      const began = performance.now();
      const answer = await page.request.get(path);
      const took = performance.now() - began;
      times.push(took);
      if (path === "/o/lumen") rosters.push(took);
      expect(answer.status(), path).toBe(200);
    }
  }
  const answers = await flood;
  const away = answers.filter((one) => one.status === 503);
  // How many come while the queue is full is the machine's speed; that some do is the flood.
  expect(away.length).toBeGreaterThan(0);
  for (const one of away) expect(Number(one.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(answers.every((one) => [401, 503].includes(one.status))).toBe(true);
  expect(rosters.length).toBeGreaterThan(0);
  expect(median(rosters, 0.95)).toBeLessThan(PATIENCE);
  console.log(
    `flood of ${AT_ONCE}: ${away.length} turned away; ${times.length} answers meanwhile, median ${median(times, 0.5).toFixed(0)} ms, 95 % within ${median(times, 0.95).toFixed(0)} ms`,
  );
});
