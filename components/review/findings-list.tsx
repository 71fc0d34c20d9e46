import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

export type FindingLine = {
  readonly id: string;
  /** `blocks` stops publishing, `waive` needs a written reason, `note` only informs. */
  readonly weight: "blocks" | "waive" | "note";
  /** "Nobody is on call in First line." */
  readonly text: ReactNode;
  /** When: "Mon 4 May, 09:00–17:00". */
  readonly when?: ReactNode;
  /** A link or a field: see it, fix it, or say why it is accepted. */
  readonly action?: ReactNode;
};

const looks = {
  blocks: { Icon: CircleAlert, colour: "text-bad", word: "Blocks publishing" },
  waive: { Icon: TriangleAlert, colour: "text-warn", word: "Needs a written reason" },
  note: { Icon: TriangleAlert, colour: "text-muted", word: "Worth knowing" },
} as const;

/** What the checks found, the gravest first; says so when they found nothing. */
export function FindingsList({ findings }: { readonly findings: readonly FindingLine[] }) {
  if (findings.length === 0) {
    return (
      <p className="flex items-center gap-2 text-good text-sm">
        <CircleCheck aria-hidden className="size-4 shrink-0" />
        No gaps, clashes or double bookings.
      </p>
    );
  }
  const order = { blocks: 0, waive: 1, note: 2 } as const;
  return (
    <ul>
      {[...findings]
        .sort((a, b) => order[a.weight] - order[b.weight])
        .map(({ id, weight, text, when, action }) => {
          const { Icon, colour, word } = looks[weight];
          return (
            <li
              key={id}
              className="flex items-start gap-3 border-line border-b py-3 text-sm first:pt-0 last:border-b-0"
            >
              <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${colour}`} />
              <div className="min-w-0 flex-1">
                <p className="font-strong">{text}</p>
                <p className="tabular text-muted">
                  {when}
                  {when && " · "}
                  <span className={colour}>{word}</span>
                </p>
                {action && <div className="mt-1.5">{action}</div>}
              </div>
            </li>
          );
        })}
    </ul>
  );
}
