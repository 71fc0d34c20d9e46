import Link from "next/link";
import type { People } from "@/components/schedule/people";
import { Badge } from "@/components/ui/badge";
import type { ReportQuality } from "@/lib/roster/report-queries";
import type { Quality } from "@/lib/schedule/quality";
import { percent } from "./band-words";
import { improvementWords } from "./improvement-words";

/** As many as somebody reads. */
const SHOWN = 5;

const tone = (score: number) => (score >= 90 ? "good" : score >= 60 ? "warn" : "bad");

/** How good each schedule's roster is, and what would raise its score, the most helpful first. */
export function QualityList({
  base,
  schedules,
  people,
  spanMs,
}: {
  readonly base: string;
  readonly schedules: readonly ReportQuality[];
  readonly people: People;
  readonly spanMs: number;
}) {
  return (
    <ul className="grid gap-6">
      {schedules.map(({ id, name, team, quality, tiers }) => (
        <li key={id} className="grid gap-2 border-line border-t pt-4 first:border-t-0 first:pt-0">
          <h3 className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Link href={`${base}/schedules/${id}`} className="font-strong hover:underline">
              {name}
            </Link>
            <span className="text-muted text-sm">{team.name}</span>
            {quality && <Badge tone={tone(quality.score)}>{`${quality.score} of 100`}</Badge>}
          </h3>
          {quality ? (
            <Improvements quality={quality} words={{ people, tiers, spanMs }} />
          ) : (
            <p className="text-muted text-sm">Nobody was on call, and nobody had to be.</p>
          )}
        </li>
      ))}
    </ul>
  );
}

function Improvements({
  quality,
  words,
}: {
  readonly quality: Quality;
  readonly words: Parameters<typeof improvementWords>[1];
}) {
  const { coverage, balance, soundness, improvements } = quality;
  const more = improvements.length - SHOWN;
  return (
    <>
      <p className="tabular text-muted text-sm">
        {`Coverage ${percent(coverage)} · balance ${percent(balance)} · soundness ${percent(soundness)}`}
      </p>
      {improvements.length > 0 && (
        <ol className="grid gap-1 text-sm">
          {improvements.slice(0, SHOWN).map((one) => (
            <li
              key={improvementWords(one, words)}
              className="grid grid-cols-[3.5rem_minmax(0,1fr)] gap-2"
            >
              <span className="tabular text-muted">
                {one.gain < 1 ? "under 1" : `+${Math.round(one.gain)}`}
              </span>
              <span>{improvementWords(one, words)}</span>
            </li>
          ))}
        </ol>
      )}
      {more > 0 && <p className="text-muted text-sm">{`And ${more} more of less weight.`}</p>}
    </>
  );
}
