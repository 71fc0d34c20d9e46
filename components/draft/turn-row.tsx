"use client";

import { clsx } from "clsx";
import { ChevronDown, ChevronUp, GripVertical, X } from "lucide-react";
import type { ComponentPropsWithoutRef, KeyboardEvent } from "react";
import { personNamed } from "@/components/schedule/people";
import { Badge } from "@/components/ui/badge";
import { IconButton } from "@/components/ui/icon-button";
import { Avatar } from "@/components/ui/person-chip";
import type { PersonId, Turn } from "@/lib/schedule/types";
import { useEditor } from "./editor-context";
import { PersonPicker } from "./person-picker";

type Props = {
  readonly rowRef: (element: HTMLLIElement | null) => void;
  readonly turn: Turn;
  readonly index: number;
  readonly count: number;
  readonly crew: string;
  /** It is this one's turn now, or when the layer begins. */
  readonly holds: "now" | "then" | null;
  /** While dragging: this row is held, or the held one would land before or after it. */
  readonly mark: "held" | "before" | "after" | undefined;
  readonly grip: Pick<
    ComponentPropsWithoutRef<"button">,
    "onPointerDown" | "onPointerMove" | "onPointerUp" | "onPointerCancel"
  >;
  readonly onMove: (by: 1 | -1) => void;
  readonly onPeople: (people: readonly PersonId[]) => void;
  readonly onRemove: () => void;
};

const small = "size-8! max-md:size-11!";

/** One turn: who is in it, and the ways to move it. Alt with an arrow moves it from anywhere inside. */
export function TurnRow(props: Props) {
  const { rowRef, turn, index, count, crew, holds, mark, grip, onMove, onPeople, onRemove } = props;
  const keys = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    onMove(event.key === "ArrowUp" ? -1 : 1);
  };
  return (
    <li
      ref={rowRef}
      onKeyDown={keys}
      className={clsx(
        "group flex items-center gap-1 border-line border-b py-1.5",
        mark === "held" && "opacity-50",
        mark === "before" && "shadow-[0_-2px_0_var(--accent)]",
        mark === "after" && "shadow-[0_2px_0_var(--accent)]",
      )}
    >
      <button
        type="button"
        data-grip
        aria-label={`Turn ${index + 1}, ${crew}: drag, or press Alt and an arrow, to move it`}
        className="-ml-1.5 inline-flex h-8 w-6 shrink-0 cursor-grab touch-none items-center justify-center rounded-md text-faint hover:text-text max-md:h-11 max-md:w-8"
        {...grip}
      >
        <GripVertical aria-hidden className="size-4" />
      </button>
      <span aria-hidden className="tabular w-5 shrink-0 text-faint text-xs">
        {index + 1}
      </span>
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-1.5">
        {turn.people.length === 0 && <span className="px-1 text-muted text-sm">Nobody</span>}
        {turn.people.map((id) => (
          <Member
            key={id}
            id={id}
            turn={index + 1}
            onRemove={() => onPeople(turn.people.filter((one) => one !== id))}
          />
        ))}
        <PersonPicker
          label={`Add a person to turn ${index + 1}`}
          not={turn.people}
          onPick={(id) => onPeople([...turn.people, id])}
        />
        {holds && <Badge tone="accent">{holds}</Badge>}
      </div>
      <div className="flex shrink-0">
        <IconButton
          label={`Move turn ${index + 1} up`}
          className={small}
          disabled={index === 0}
          onClick={() => onMove(-1)}
        >
          <ChevronUp aria-hidden />
        </IconButton>
        <IconButton
          label={`Move turn ${index + 1} down`}
          className={small}
          disabled={index === count - 1}
          onClick={() => onMove(1)}
        >
          <ChevronDown aria-hidden />
        </IconButton>
        <IconButton
          label={`Remove turn ${index + 1}, ${crew}`}
          className={small}
          onClick={onRemove}
        >
          <X aria-hidden />
        </IconButton>
      </div>
    </li>
  );
}

function Member({
  id,
  turn,
  onRemove,
}: {
  readonly id: PersonId;
  readonly turn: number;
  readonly onRemove: () => void;
}) {
  const { named } = useEditor();
  const person = personNamed(named, id);
  return (
    <span className="inline-flex min-h-7 min-w-0 max-w-full items-center gap-1.5 rounded-full bg-surface pl-1 text-sm">
      <Avatar person={person} size="small" />
      <span className="truncate">{person.name}</span>
      <button
        type="button"
        aria-label={`Take ${person.name} out of turn ${turn}`}
        onClick={onRemove}
        className="inline-flex size-7 shrink-0 items-center justify-center rounded-full text-faint hover:bg-hover hover:text-text max-md:size-11"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </span>
  );
}
