import Link from "next/link";
import { OnCallRow } from "@/components/schedule/on-call-row";
import { WhyDetails } from "@/components/schedule/why-details";
import type { NowSchedule, NowView } from "@/lib/roster/now";
import { namedIn } from "@/lib/roster/now";
import type { NowTier } from "@/lib/roster/now-answer";
import { whyNow } from "@/lib/roster/now-why";
import { listed } from "@/lib/roster/words-phrases";
import { zoneWithOffset } from "@/lib/schedule/format";
import type { Zone } from "@/lib/schedule/zone";
import { zones } from "@/lib/zones/table";
import { toOnCallTiers } from "./on-call";

type Props = {
  readonly view: NowView;
  readonly base: string;
  /** The reader's zone. */
  readonly reader: string;
  readonly search: { readonly q: string; readonly zone: "mine" | "schedule" };
};

/** Everything the search looks at, in small letters. */
function wordsOf({ name, team, tiers }: NowSchedule, { people }: NowView): string {
  const names = namedIn(tiers).map((id) => people[id]?.name ?? "");
  return [name, team.name, ...names].join(" ").toLowerCase();
}

/** Every schedule as a row under its team. All rows are there; what does not fit the search is hidden. */
export function NowList({ view, base, reader, search }: Props) {
  const wanted = search.q.toLowerCase();
  const rows = view.schedules.map((schedule) => {
    const words = wordsOf(schedule, view);
    return { schedule, words, hidden: !words.includes(wanted) };
  });
  const teams = [...new Map(rows.map(({ schedule: { team } }) => [team.id, team])).values()];
  return (
    <>
      {teams.map((team) => {
        const own = rows.filter(({ schedule }) => schedule.team.id === team.id);
        return (
          <section
            key={team.id}
            aria-labelledby={`team-${team.id}`}
            data-search-group
            hidden={own.every(({ hidden }) => hidden)}
            className="pt-5"
          >
            <h2
              id={`team-${team.id}`}
              className="border-line border-b pb-2 font-strong text-muted text-sm"
            >
              {team.name}
            </h2>
            {own.map(({ schedule, words, hidden }) => (
              <div
                key={schedule.id}
                data-search={words}
                hidden={hidden}
                className="border-line border-b last:border-b-0"
              >
                <Row schedule={schedule} view={view} base={base} reader={reader} search={search} />
              </div>
            ))}
          </section>
        );
      })}
      <p
        data-search-none
        hidden={rows.some(({ hidden }) => !hidden)}
        className="py-10 text-center text-muted"
      >
        Nothing fits these words. Search for a schedule, a team or a person.
      </p>
      {view.total > view.schedules.length && (
        <p className="py-6 text-muted">
          {view.schedules.length} of {view.total} schedules are shown. Search for a schedule or a
          team to see others.
        </p>
      )}
      <ZoneNote reader={reader} search={search} view={view} />
    </>
  );
}

function Row({ schedule, view, base, reader, search }: Props & { readonly schedule: NowSchedule }) {
  const href = `${base}/schedules/${schedule.id}`;
  if (schedule.revision === null) {
    return (
      <article className="py-4 md:py-5" aria-label={schedule.name}>
        <Link
          href={href}
          className="rounded-sm py-0.5 font-strong text-muted text-sm hover:text-text"
        >
          {schedule.name}
        </Link>
        <p className="mt-1 text-muted">
          Nothing is published yet.{" "}
          <Link href={href} className="font-strong text-accent-text">
            See its draft
          </Link>
        </p>
      </article>
    );
  }
  const own = search.zone === "schedule" ? schedule.zone : reader;
  return (
    <OnCallRow
      name={schedule.name}
      href={href}
      note={schedule.zone === reader ? undefined : zoneNote(schedule, view, search)}
      tiers={toOnCallTiers(
        schedule.tiers,
        { people: view.people, zone: zones(own), now: view.at },
        (tier) => <Why tier={tier} schedule={schedule} view={view} zone={zones(own)} href={href} />,
      )}
    />
  );
}

/** Behind a disclosure that needs no script: why these people, or why nobody, are on call in a tier. */
function Why({
  tier,
  schedule: { name, revision },
  view: { at, people, others },
  zone,
  href,
}: {
  readonly tier: NowTier;
  readonly schedule: NowSchedule;
  readonly view: NowView;
  readonly zone: Zone;
  readonly href: string;
}) {
  const nameOf = (id: string) => (people[id] ?? others[id])?.name ?? "Somebody who left";
  const reasons = revision ? whyNow(tier, revision, { names: nameOf, zone, now: at }) : [];
  if (reasons.length === 0) return null;
  const who = tier.holders.map(({ person }) => nameOf(person));
  return (
    <WhyDetails
      about={`${listed(who) || "nobody"} on call, ${tier.name} of ${name}`}
      reasons={reasons}
      href={`${href}?${new URLSearchParams({ view: "list", at: String(at), tier: tier.id })}#why`}
    />
  );
}

/** The schedule's zone where it is not the reader's; a tap shows its times in it, or in the reader's again. */
function zoneNote({ zone }: NowSchedule, { at }: NowView, search: Props["search"]) {
  const shown = search.zone === "schedule";
  return (
    <Link
      href={`?${new URLSearchParams({ ...(search.q && { q: search.q }), zone: shown ? "mine" : "schedule" })}`}
      className="inline-flex items-center rounded-sm py-0.5 underline decoration-dotted underline-offset-4 hover:text-text max-md:-my-2.5 max-md:py-3"
      replace
      scroll={false}
    >
      {shown ? "times in " : "schedule in "}
      {zoneWithOffset(at, zones(zone))}
    </Link>
  );
}

function ZoneNote({ reader, search, view }: Pick<Props, "reader" | "search" | "view">) {
  if (view.schedules.length === 0) return null;
  return (
    <p className="pt-6 text-faint text-sm">
      {search.zone === "schedule"
        ? "Each schedule's times are in its own zone."
        : `Times are in ${zoneWithOffset(view.at, zones(reader))}.`}
    </p>
  );
}
