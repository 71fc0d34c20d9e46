import { GET as now } from "@/app/o/[org]/now.json/route";
import { createKey, type KeysOf } from "@/lib/members/key-commands";
import { listKeys } from "@/lib/members/key-queries";
import { newKeySchema } from "@/lib/members/key-schema";
import type { Actor } from "@/lib/tenancy/actor";
import { as } from "@/scripts/demo-stage";
import { DAY, openStage, published, tenant, weekly } from "./stage";
import { get } from "./web";

export const NOW = Date.now();

type Given = Partial<Record<"name" | "days", string>> & { readonly grants?: readonly string[] };

/** Makes a key as a form would. */
export function make(actor: Actor, given: Given = {}, of: KeysOf = "own") {
  const { grants = ["schedule.view"], ...rest } = given;
  const input = newKeySchema.parse({ name: "Wall panel", days: "30", ...rest, grants });
  return as(actor, NOW, (context) => createKey(context, of, input));
}

/** What a program sends that has a key. */
export const bearer = (key: string) => ({
  authorization: `Bearer ${key}`,
  "x-forwarded-for": "203.0.113.9",
});

/** Asks who is on call. */
export const ask = (key: string, org = "lumen") => get(now, "/o/x/now.json", { org }, bearer(key));
export const statusOf = async (key: string, org?: string) => (await ask(key, org)).status;

/** A key's id, by its text. */
export async function idOf(actor: Actor, key: string): Promise<string> {
  const all = await as(actor, NOW, (context) => listKeys(context, "organisation"));
  return all.find(({ prefix }) => key.startsWith(`${prefix}_`))?.id ?? "missing";
}

/** Two organisations, one with a scheduler who is on call. */
export async function keysStage() {
  const stage = await openStage(() => ({ STANDBY_TRUSTED_PROXIES: "10.0.0.1" }));
  const owner = await stage.openOwner();
  const lumen = await tenant("lumen");
  const harbour = await tenant("harbour");
  const scheduler = await lumen.member("Sam Scheduler", "Scheduler");
  const approver = await lumen.member("Ann Approver", "Approver");
  const roster = weekly([scheduler.person]);
  const scheduleId = await published(lumen, scheduler, approver, NOW - DAY, roster);
  const { ownerUrl, close } = stage;
  return { owner, ownerUrl, lumen, harbour, scheduler, scheduleId, close };
}
