import { LoadRulesForm } from "@/components/settings/load-rules-form";
import { SettingsFrame } from "@/components/settings/settings-frame";
import { TakeCalendar } from "@/components/settings/take-calendar";
import { page } from "@/lib/doors/page";
import { organisationLoadRules, publishedCalendars } from "@/lib/roster/load-rules-store";
import { changeLoadRules, takeHolidays } from "../actions";
import { openTabs } from "../tabs";

export const metadata = { title: "Load and pay" };

export default page({
  permission: "settings.manage",
  load: async (context) => ({
    ...(await organisationLoadRules(context.db)),
    calendars: await publishedCalendars(context),
  }),
  render: ({ actor, data: { rules, version, calendars } }) => (
    <SettingsFrame base={`/o/${actor.slug}`} current="load" open={openTabs(actor)}>
      <p className="max-w-[65ch] text-muted">
        How hours on call are counted in reports and exports. Each minute is one of four kinds: it
        is a holiday, else the weekend, else the night, else a weekday.
      </p>
      <LoadRulesForm
        action={changeLoadRules.bind(null, actor.slug)}
        rules={rules}
        version={version}
      />
      <TakeCalendar
        action={takeHolidays.bind(null, actor.slug)}
        version={version}
        calendars={calendars.map(({ id, name, days }) => ({ id, name, count: days.length }))}
      />
    </SettingsFrame>
  ),
});
