"use client";

import { Plus } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { Avatar } from "@/components/ui/person-chip";
import type { PersonId } from "@/lib/schedule/types";
import { type EditorPerson, useEditor } from "./editor-context";

const SHOWN = 8;

function matches(people: readonly EditorPerson[], text: string, not: readonly PersonId[]) {
  const wanted = text.trim().toLowerCase();
  return people
    .filter(({ id, archived }) => !archived && !not.includes(id))
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .slice(0, SHOWN);
}

/** A button that opens a search for somebody to add. Arrows choose, Enter adds, Escape closes. */
export function PersonPicker({
  label,
  not,
  onPick,
}: {
  /** What picking does: "Add a person to turn 2". */
  readonly label: string;
  /** Who is there already. */
  readonly not: readonly PersonId[];
  readonly onPick: (person: PersonId) => void;
}) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = (focus: boolean) => {
    setOpen(false);
    if (focus) requestAnimationFrame(() => button.current?.focus());
  };
  return open ? (
    <Search label={label} not={not} onPick={onPick} onClose={close} />
  ) : (
    <button
      ref={button}
      type="button"
      aria-label={label}
      title={label}
      onClick={() => setOpen(true)}
      className="inline-flex size-7 items-center justify-center rounded-full border border-edge border-dashed text-muted hover:bg-hover hover:text-text max-md:size-11"
    >
      <Plus aria-hidden className="size-3.5" />
    </button>
  );
}

function Search({
  label,
  not,
  onPick,
  onClose,
}: {
  readonly label: string;
  readonly not: readonly PersonId[];
  readonly onPick: (person: PersonId) => void;
  readonly onClose: (focus: boolean) => void;
}) {
  const { people } = useEditor();
  const id = useId();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const found = matches(people, text, not);
  const place = Math.min(at, found.length - 1);
  useEffect(() => input.current?.focus(), []);

  const pick = (person: EditorPerson | undefined) => {
    if (!person) return;
    onPick(person.id);
    onClose(true);
  };
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => setAt(Math.min(found.length - 1, place + 1)),
    ArrowUp: () => setAt(Math.max(0, place - 1)),
    Enter: () => pick(found[place]),
    Escape: () => onClose(true),
  };

  return (
    <span className="relative w-48" data-own-undo>
      <input
        ref={input}
        role="combobox"
        aria-label={label}
        aria-expanded={found.length > 0}
        aria-controls={found.length > 0 ? id : undefined}
        aria-autocomplete="list"
        aria-activedescendant={found[place] && `${id}-${found[place].id}`}
        autoComplete="off"
        placeholder="Name"
        className="control min-h-8! py-1! max-md:min-h-11!"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onBlur={() => onClose(false)}
        onKeyDown={(event) => {
          const act = event.altKey ? undefined : keys[event.key];
          if (!act) return;
          event.preventDefault();
          event.stopPropagation();
          act();
        }}
      />
      <div className="panel absolute top-full left-0 z-40 mt-1 w-64 overflow-hidden p-1">
        {found.length === 0 && <p className="px-2 py-1.5 text-muted text-sm">Nobody found</p>}
        {found.length > 0 && (
          <div id={id} role="listbox" aria-label="People">
            {found.map((person, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the input above has the keys
              <div
                key={person.id}
                id={`${id}-${person.id}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === place}
                className="flex min-h-9 cursor-pointer items-center gap-2 rounded-md px-2 text-sm hover:bg-hover aria-selected:bg-hover max-md:min-h-11"
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => pick(person)}
              >
                <Avatar person={person} size="small" />
                <span className="truncate">{person.name}</span>
                {person.inTeam && <span className="ml-auto text-faint text-xs">team</span>}
              </div>
            ))}
          </div>
        )}
      </div>
    </span>
  );
}
