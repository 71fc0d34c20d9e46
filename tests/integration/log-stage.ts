import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { exportLines, planExport } from "@/lib/log/export";
import { signLogHead } from "@/lib/log/head";
import { publicKeys } from "@/lib/log/key";
import { archiveSchedule } from "@/lib/roster/schedule-commands";
import type { Definition } from "@/lib/schedule/types";
import type { Actor } from "@/lib/tenancy/actor";
import { as } from "@/scripts/demo-stage";
import { DAY, openStage, published, replaced, type Tenant, tenant, weekly } from "./stage";

const NOW = Date.now();

/** Two published schedules, of which the second is put away. */
async function rosterOf(made: Tenant): Promise<void> {
  const author = await made.member("Ana Author", "Scheduler");
  const reviewer = await made.member("Rita Reviewer", "Approver");
  const people = [author.person, await made.person("Chen")] as const;
  const first = weekly(people);
  await published(made, author, reviewer, NOW - 3 * DAY, first);
  const second: Definition = replaced(first, people[0], people[1], NOW, NOW + DAY);
  const zoned = { ...second, zone: "Asia/Kolkata" };
  const scheduleId = await published(made, author, reviewer, NOW - 2 * DAY, zoned);
  await as(made.owner, NOW - DAY, (context) => archiveSchedule(context, { scheduleId }));
}

/** The lines of an export of the whole log. */
export async function exported(actor: Actor): Promise<string[]> {
  const plan = await as(actor, NOW, planExport);
  const all: string[] = [];
  for await (const line of exportLines(plan)) all.push(line);
  return all;
}

/** Two organisations with published schedules and signed heads, and one's export. */
export async function logStage() {
  const folder = await mkdtemp(path.join(tmpdir(), "standby-log-"));
  const stage = await openStage();
  const lumen = await tenant("lumen");
  const harbour = await tenant("harbour");
  await rosterOf(lumen);
  await signLogHead(lumen.orgId, "test", NOW);
  await rosterOf(harbour);
  await lumen.person("Farah");
  const number = (await signLogHead(lumen.orgId, "test", NOW)) ?? 0;
  await signLogHead(harbour.orgId, "test", NOW);
  const row = await as(lumen.owner, NOW, ({ db }) =>
    db.signedHead.findFirst({ where: { number: BigInt(number) } }),
  );
  const head = { orgId: lumen.orgId, number, hash: row?.hash ?? "" };
  const lines: readonly string[] = await exported(lumen.owner);
  const { keys } = await publicKeys();
  const owner = await stage.openOwner();
  const close = async () => {
    await stage.close();
    await rm(folder, { recursive: true });
  };
  return { lumen, harbour, owner, folder, head, lines, keys, close };
}
