import Link from "next/link";
import { Section } from "@/components/ui/card";
import { DraftStatusBadge } from "./draft-status";

type DraftLine = {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  readonly status: string;
  readonly author: string;
  /** "Mon 4 May, 09:00". */
  readonly changed: string;
  readonly schedule: { readonly name: string; readonly team: { readonly name: string } };
};

/** Drafts under a heading, each a link to its review. */
export function DraftList({
  title,
  base,
  drafts,
}: {
  readonly title: string;
  readonly base: string;
  readonly drafts: readonly DraftLine[];
}) {
  return (
    <Section title={title}>
      <ul className="border-line border-t">
        {drafts.map((draft) => (
          <li key={draft.id} className="border-line border-b">
            <Link
              href={`${base}/drafts/${draft.id}`}
              className="flex flex-wrap items-center gap-x-4 gap-y-1 rounded-md px-2 py-3 hover:bg-hover"
            >
              <span className="min-w-0 flex-1 basis-60">
                <span className="block truncate font-strong">{draft.title}</span>
                <span className="block text-muted text-sm">
                  {draft.schedule.name} · {draft.author} ·{" "}
                  <span className="tabular">{draft.changed}</span>
                </span>
              </span>
              <DraftStatusBadge status={draft.status} />
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
