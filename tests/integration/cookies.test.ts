import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { rememberDevice } from "@/lib/auth/known-device";
import { dropPending, startPending } from "@/lib/auth/pending";
import { endSession, startSession } from "@/lib/auth/session";
import { SESSION_DAYS } from "@/lib/auth/token";
import { keepFound, startFlow, takeFlow } from "@/lib/sso/flow";
import { accountOf, DAY, HOUR, openStage } from "./stage";

type Flags = {
  readonly httpOnly?: boolean;
  readonly secure?: boolean;
  readonly sameSite?: string;
  readonly path?: string;
  readonly domain?: string;
  readonly maxAge?: number;
};
type Written = { readonly name: string; readonly value: string; readonly flags: Flags };

/** Every cookie that the browser of a test was told to keep or to forget. */
let written: Written[] = [];
const kept = new Map<string, string>();

vi.mock("next/headers", () => ({
  headers: async () => new Headers({ "sec-fetch-site": "same-origin", "user-agent": "a test" }),
  cookies: async () => ({
    get: (name: string) => (kept.has(name) ? { name, value: kept.get(name) } : undefined),
    set: (name: string, value: string, flags: Flags = {}) => {
      written.push({ name, value, flags });
      if (value) kept.set(name, value);
      else kept.delete(name);
    },
  }),
}));

let stage: Awaited<ReturnType<typeof openStage>>;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(() => {
  written = [];
  kept.clear();
});

const MINUTE = HOUR / 60;
const flow = { provider: "a", purpose: "sign-in", to: "/", checks: { requestId: "a" } } as const;
const found = { provider: "a", name: "Acme", subjectHash: "a", label: "ana", to: "/" };

const start = async () => {
  const { id } = await accountOf("Ana");
  await startSession({ id, version: 1 });
};
const pend = async () => {
  const { id } = await accountOf("Ana");
  await startPending({ id, version: 1 });
};
const remember = async () => rememberDevice((await accountOf("Ana")).id);

const NAME = "__Host-standby";

test.each([
  ["session", NAME, "lax", SESSION_DAYS * DAY, start],
  ["pending sign-in", `${NAME}-pending`, "strict", 5 * MINUTE, pend],
  ["device", `${NAME}-device`, "lax", 365 * DAY, remember],
  ["way to a provider", `${NAME}-sso-flow`, "lax", 10 * MINUTE, () => startFlow(flow)],
  ["person whom a provider knows", `${NAME}-sso-found`, "lax", 10 * MINUTE, () => keepFound(found)],
] as const)(
  "the cookie of a %s is for this host, over HTTPS, not for scripts or other sites, and ends",
  async (_what, name, sameSite, longest, act) => {
    await act();
    const own = written.filter((one) => one.name === name && one.value !== "");
    expect(own).toHaveLength(1);
    for (const { value, flags } of own) {
      expect(flags).toMatchObject({ httpOnly: true, secure: true, sameSite, path: "/" });
      expect(flags).not.toHaveProperty("domain");
      expect(flags.maxAge).toBeGreaterThan(0);
      expect((flags.maxAge ?? 0) * 1_000).toBeLessThanOrEqual(longest);
      expect(name.length + value.length).toBeLessThan(4_000);
    }
  },
);

test("a cookie that is over is forgotten with the flags that it was kept with", async () => {
  await start();
  await pend();
  await startFlow(flow);
  written = [];
  await endSession();
  await dropPending();
  await takeFlow();
  expect(written.map(({ name }) => name)).toEqual([NAME, `${NAME}-pending`, `${NAME}-sso-flow`]);
  for (const { value, flags } of written) {
    expect(value).toBe("");
    expect(flags).toMatchObject({ httpOnly: true, secure: true, path: "/", maxAge: 0 });
  }
});
