import { ArrowRight } from "lucide-react";
import type { ReactNode } from "react";
import { Avatar, type PersonLook } from "@/components/ui/person-chip";

export type ChangeSentence = {
  readonly id: string;
  /** Whose hours it is about; absent for what concerns everybody. */
  readonly person?: PersonLook;
  /** "Alice: 12 h less.", "Nobody has more weekend duty." */
  readonly text: ReactNode;
  /** A second line: "Thursday night goes to Bo." */
  readonly detail?: ReactNode;
};

/** "What this changes", in sentences; first what a reviewer must know. */
export function ReviewChanges({ sentences }: { readonly sentences: readonly ChangeSentence[] }) {
  if (sentences.length === 0) {
    return <p className="text-muted">Nobody's hours change.</p>;
  }
  return (
    <ul className="grid gap-3">
      {sentences.map(({ id, person, text, detail }) => (
        <li key={id} className="flex items-start gap-3">
          {person ? (
            <Avatar person={person} />
          ) : (
            <span className="inline-flex size-7 shrink-0 items-center justify-center text-muted">
              <ArrowRight aria-hidden className="size-4" />
            </span>
          )}
          <div className="pt-1 text-sm max-md:pt-0.5 max-md:text-base">
            <p>{text}</p>
            {detail && <p className="text-muted">{detail}</p>}
          </div>
        </li>
      ))}
    </ul>
  );
}
