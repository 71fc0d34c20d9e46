import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { GET as health } from "@/app/api/health/route";
import { GET as feed } from "@/app/feeds/[token]/route";
import { GET as now } from "@/app/o/[org]/now.json/route";
import { createFeed } from "@/lib/roster/feed-commands";
import { as } from "@/scripts/demo-stage";
import { cookieFor } from "@/scripts/stage-account";
import { breakable } from "@/tests/support/outage";
import { bearer, make, NOW } from "./keys-stage";
import { makeToken, scim } from "./scim-stage";
import { openStage, tenant } from "./stage";
import { get } from "./web";

vi.mock("next/headers", async () => (await import("@/tests/doors/request")).headersOfRequest);

const way = await breakable(inject("serverUrl"));
const stage = await openStage(({ appUrl, authUrl }) => ({
  DATABASE_URL: way.by(appUrl),
  DATABASE_AUTH_URL: way.by(authUrl),
}));
afterAll(async () => {
  way.open();
  await stage.close();
  await way.close();
});

type Answer = Pick<Response, "status" | "headers">;
let asked: Readonly<Record<string, () => Promise<Answer>>>;
beforeAll(async () => {
  const lumen = await tenant("lumen");
  const { key } = await make(lumen.owner);
  const { path } = await as(lumen.owner, NOW, (context) =>
    createFeed(context, { scheduleId: null, days: null }),
  );
  const token = await makeToken(lumen);
  const cookie = await cookieFor(lumen.owner.userId, "Panel", 1);
  const params = { org: "lumen" };
  const feeds = feed as Parameters<typeof get>[0];
  asked = {
    "a feed": () => get(feeds, path, { token: path.replace("/feeds/", "") }),
    "a wall panel by its key": () => get(now, "/o/lumen/now.json", params, bearer(key)),
    "a page by its session": () => get(now, "/o/lumen/now.json", params, { cookie }),
    "a provider": () => scim(token, "GET", "/Users"),
    "a probe": () => get(health as Parameters<typeof get>[0], "/api/health", {}),
  };
});

async function ends(): Promise<readonly (readonly [string, number, boolean])[]> {
  const all: (readonly [string, number, boolean])[] = [];
  for (const [who, ask] of Object.entries(asked)) {
    const { status, headers } = await ask();
    all.push([who, status, Number(headers.get("retry-after")) > 0]);
  }
  return all;
}

test("programs hear 503 and when to come back while the database is gone, and nothing was lost when it is back", async () => {
  const names = Object.keys(asked);
  expect(await ends()).toEqual(names.map((who) => [who, 200, false]));
  way.shut();
  expect(await ends()).toEqual(names.map((who) => [who, 503, true]));
  way.open();
  expect(await ends()).toEqual(names.map((who) => [who, 200, false]));
});
