import { mailOwners, type Notice } from "@/lib/notify/outbox";
import type { Instant } from "@/lib/schedule/types";
import type { TenantDb } from "@/lib/tenancy/db";
import { zones } from "@/lib/zones/table";
import { readAlerts } from "./view";
import { describeAlert } from "./words";

async function noticeOf(db: TenantDb, orgId: string, alertId: string): Promise<Notice | null> {
  const alert = await db.alert.findFirst({ where: { id: alertId } });
  const organisation = await db.organisation.findFirst({
    select: { slug: true, name: true, zone: true },
  });
  if (!alert || !organisation) return null;
  const { slug, name, zone } = organisation;
  const [facts] = await readAlerts(db, orgId, [alert]);
  if (!facts) return null;
  const words = describeAlert(facts, zones(zone));
  return {
    subject: `Security of ${name}: ${words.title}`,
    paragraphs: [
      words.happened,
      `What to do: ${words.advice}`,
      `Times are in ${zone}. You are told because you own ${name}; more of this kind within the hour are on the page and in no mail.`,
    ],
    link: { text: "See the alert", path: `/o/${slug}/settings/alerts` },
  };
}

/** Puts a mail about the alert into the outbox for every owner, in the caller's transaction. */
export async function tellOwners(
  db: TenantDb,
  orgId: string,
  alertId: string,
  now: Instant,
): Promise<void> {
  const notice = await noticeOf(db, orgId, alertId);
  if (!notice) return;
  await mailOwners({ actor: { orgId }, db }, notice);
  await db.alert.updateMany({ where: { id: alertId }, data: { mailedAt: new Date(now) } });
}
