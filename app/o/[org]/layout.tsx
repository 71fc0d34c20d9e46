import { AppShell } from "@/components/shell/app-shell";
import { SupportBanner } from "@/components/support/support-banner";
import { layout } from "@/lib/doors/layout";
import { frameOf } from "@/lib/roster/waiting";
import { formatInstant } from "@/lib/schedule/format";
import { zones } from "@/lib/zones/table";
import { factorBanner } from "./factor-banner";
import { shellProps } from "./shell";

export default layout({
  load: frameOf,
  render: async ({ context: { actor, now }, data, children }) => (
    <AppShell
      {...(await shellProps(actor, data))}
      banner={
        actor.support ? (
          <SupportBanner
            organisation={actor.organisation}
            until={formatInstant(actor.support.until, zones(actor.zone), now)}
            events={`/o/${actor.slug}/events`}
            left={actor.support.until - now}
          />
        ) : (
          await factorBanner(actor)
        )
      }
    >
      {children}
    </AppShell>
  ),
});
