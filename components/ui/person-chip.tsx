import { clsx } from "clsx";
import { personColour } from "@/lib/directory/colour";
import type { PersonId } from "@/lib/schedule/types";
import { initialsOf } from "./initials";

export type PersonLook = {
  readonly id: PersonId;
  readonly name: string;
  /** Absent: taken from the name. */
  readonly initials?: string;
};

const sizes = {
  small: "size-5 text-[0.5625rem]",
  medium: "size-7 text-xs",
  large: "size-12 text-base",
} as const;

/** A person's initials in their colour. Hidden from screen readers: the name stands beside it. */
export function Avatar({
  person,
  size = "medium",
}: {
  readonly person: PersonLook;
  readonly size?: keyof typeof sizes;
}) {
  return (
    <span
      aria-hidden
      data-person={personColour(person.id)}
      className={clsx(
        "inline-flex shrink-0 select-none items-center justify-center rounded-full bg-(--person) font-strong text-(--on-person)",
        sizes[size],
      )}
    >
      {person.initials ?? initialsOf(person.name)}
    </span>
  );
}

/** Avatar and name on one line, with room for a note behind it. */
export function PersonChip({
  person,
  note,
  size = "small",
}: {
  readonly person: PersonLook;
  readonly note?: string;
  readonly size?: "small" | "medium";
}) {
  return (
    <span className="inline-flex min-w-0 items-center gap-2">
      <Avatar person={person} size={size} />
      <span className="truncate">{person.name}</span>
      {note && <span className="shrink-0 text-muted">{note}</span>}
    </span>
  );
}
