import { ScrollText, ShieldCheck } from "lucide-react";
import { OpenAlerts, SeenAlerts } from "@/components/alerts/alert-list";
import { SignInChart } from "@/components/alerts/sign-in-chart";
import { LogFilters } from "@/components/log/log-filters";
import { LogList } from "@/components/log/log-list";
import { SettingsFrame } from "@/components/settings/settings-frame";
import { Section } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { actionsOf, securityKinds } from "@/lib/alerts/log-kinds";
import { listAlerts, listSignInDays } from "@/lib/alerts/queries";
import { page } from "@/lib/doors/page";
import { listEntries, logChoices } from "@/lib/roster/log-queries";
import { canEverywhere } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { zones } from "@/lib/zones/table";
import { markAlertSeen } from "../actions";
import { openTabs } from "../tabs";
import { type AlertSearch, alertSearchSchema, hrefOf } from "./search";

export const metadata = { title: "Security" };

const kinds = Object.entries(securityKinds).map(([id, { label }]) => ({ id, name: label }));

/** What the log says of security, for who may read the log; null for others. */
async function loadLog(context: Context, { group, ...search }: AlertSearch) {
  if (!canEverywhere(context.actor, "log.view")) return null;
  return {
    days: await listSignInDays(context),
    ...(await listEntries(context, search, actionsOf(group))),
    ...(await logChoices(context)),
  };
}

export default page({
  permission: "settings.manage",
  search: alertSearchSchema,
  load: async (context, _, search) => ({
    alerts: await listAlerts(context),
    log: await loadLog(context, search),
  }),
  render: ({ actor, now, search, data: { alerts, log } }) => {
    const base = `/o/${actor.slug}`;
    const clock = { zone: zones(actor.zone), now };
    const open = alerts.filter(({ seen }) => seen === null);
    const seen = alerts.filter((alert) => alert.seen !== null);
    const { before: _, ...values } = search;
    return (
      <SettingsFrame base={base} current="alerts" open={openTabs(actor)}>
        <div className="grid gap-10">
          <Section
            title="Alerts"
            description="What looks like an attack or abuse in the change log. Owners get a mail about it, at most one an hour of each kind."
          >
            {open.length === 0 && (
              <EmptyState icon={ShieldCheck} title="Nothing needs you">
                Tried passwords, unusual sign-ins, exports again and again, and permissions given at
                night appear here within seconds.
              </EmptyState>
            )}
            {open.length > 0 && (
              <OpenAlerts
                alerts={open}
                markSeen={markAlertSeen.bind(null, actor.slug)}
                base={base}
                {...clock}
              />
            )}
          </Section>
          {log && (
            <Section
              title="Sign-ins"
              description="Each day of the last four weeks. A failure counts once for an account and minute."
            >
              <SignInChart days={log.days} {...clock} />
            </Section>
          )}
          {seen.length > 0 && (
            <Section title="Seen">
              <SeenAlerts alerts={seen} base={base} {...clock} />
            </Section>
          )}
          {log && (
            <div id="entries">
              <Section
                title="Entries"
                description="Sign-ins, failures, locks, factors, permissions, keys and exports, from the change log."
              >
                <LogFilters
                  action={`${base}/settings/alerts#entries`}
                  values={values}
                  groups={kinds}
                  members={log.members}
                />
                {log.entries.length === 0 && (
                  <EmptyState icon={ScrollText} title="No entry fits">
                    Choose a longer time, or fewer filters.
                  </EmptyState>
                )}
                {log.entries.length > 0 && (
                  <LogList
                    log={`${base}/log`}
                    lines={log.entries.map(({ entry, ...words }) => ({ ...entry, ...words }))}
                    {...clock}
                  />
                )}
                <Pagination
                  older={log.older ? hrefOf(search, log.older) : undefined}
                  newer={search.before ? hrefOf(search) : undefined}
                  labels={{ newer: "Newest", older: "Older" }}
                />
              </Section>
            </div>
          )}
        </div>
      </SettingsFrame>
    );
  },
});
