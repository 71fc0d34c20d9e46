import { close, init } from "@sentry/nextjs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { peerHeader } from "@/lib/auth/peer";
import { accountLog } from "@/lib/doors/account-log";
import { LIMITS } from "@/lib/limits/limits";
import { tally } from "@/lib/limits/spend";
import { sentryOptions } from "@/lib/sentry/options";
import { sent, settle } from "./form-browser";
import { openSink } from "./sentry-sink";
import { openStage } from "./stage";

vi.mock("next/headers", async () => (await import("./form-browser")).nextHeaders);
vi.mock("next/server", async () => (await import("./form-browser")).nextServer);

let stage: Awaited<ReturnType<typeof openStage>>;
let sink: Awaited<ReturnType<typeof openSink>>;
beforeAll(async () => {
  stage = await openStage();
  sink = await openSink();
});
afterAll(async () => {
  sink.close();
  await stage.close();
});

/** Wrong passwords of so many accounts, which nobody has, from one address; what Sentry heard of it. */
async function tryAccounts(count: number, address: string): Promise<readonly string[]> {
  for (const [name, value] of Object.entries(peerHeader(address))) sent.set(name, value);
  sink.received.length = 0;
  init(sentryOptions(sink.dsn));
  for (let i = 0; i < count; i += 1) accountLog.failed(`nobody.${i}@spray.example`);
  await settle();
  await close(5_000);
  const said = sink.received.join("\n");
  for (const canary of ["spray.example", address, '"organisation"'])
    expect(said).not.toContain(canary);
  return said.match(/(?<="message":"Security alert: )[\w-]+/g) ?? [];
}

const { points } = LIMITS["tried-block"];

test("passwords tried at accounts of nobody in particular are told to the operator, once", async () => {
  expect(await tryAccounts(points, "203.0.113.9")).toEqual([]);
  // The same again, and a neighbour in the same block who tries one of them: no account more.
  expect(await tryAccounts(points, "203.0.113.9")).toEqual([]);
  expect(await tryAccounts(1, "203.0.113.200")).toEqual([]);
  expect(await tryAccounts(points + 1, "203.0.113.9")).toEqual(["spray-block"]);
  expect(await tryAccounts(points + 5, "203.0.113.9")).toEqual([]);
  expect(await tryAccounts(points, "198.51.100.1")).toEqual([]);
});

test("who tries from many addresses is found by all of them together", async () => {
  while ((await tally("tried-anywhere", "all")) < LIMITS["tried-anywhere"].points);
  const found = [await tryAccounts(1, "192.0.2.1"), await tryAccounts(1, "198.18.0.1")].flat();
  expect(found).toEqual(["spray-anywhere"]);
});
