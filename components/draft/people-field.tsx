"use client";

import { X } from "lucide-react";
import { useId } from "react";
import { personNamed } from "@/components/schedule/people";
import { PersonChip } from "@/components/ui/person-chip";
import type { PersonId } from "@/lib/schedule/types";
import { useEditor } from "./editor-context";
import { PersonPicker } from "./person-picker";
import { SmallSelect } from "./small-field";

/** Several people, as chips with a search to add more. */
export function PeopleField({
  label,
  people,
  error,
  onChange,
}: {
  readonly label: string;
  readonly people: readonly PersonId[];
  readonly error?: string | undefined;
  readonly onChange: (people: readonly PersonId[]) => void;
}) {
  const { named } = useEditor();
  const id = useId();
  return (
    <fieldset aria-describedby={error ? id : undefined}>
      <legend className="mb-1 text-muted text-sm">{label}</legend>
      <div className="flex flex-wrap items-center gap-1.5">
        {people.map((one) => {
          const person = personNamed(named, one);
          return (
            <span
              key={one}
              className="inline-flex min-h-8 items-center gap-1 rounded-full bg-surface pl-1.5 text-sm"
            >
              <PersonChip person={person} />
              <button
                type="button"
                aria-label={`Take ${person.name} out`}
                onClick={() => onChange(people.filter((other) => other !== one))}
                className="inline-flex size-7 items-center justify-center rounded-full text-faint hover:bg-hover hover:text-text max-md:size-11"
              >
                <X aria-hidden className="size-3.5" />
              </button>
            </span>
          );
        })}
        <PersonPicker
          label={`${label}: add a person`}
          not={people}
          onPick={(one) => onChange([...people, one])}
        />
      </div>
      {error && (
        <p id={id} className="mt-1 text-bad text-sm">
          {error}
        </p>
      )}
    </fieldset>
  );
}

/** One person. Somebody put away is offered only where they stand already. */
export function PersonSelect({
  label,
  value,
  error,
  onChange,
}: {
  readonly label: string;
  readonly value: PersonId;
  readonly error?: string | undefined;
  readonly onChange: (person: PersonId) => void;
}) {
  const { people, named } = useEditor();
  const offered = people.filter(({ archived }) => !archived);
  const missing = value !== "" && !offered.some(({ id }) => id === value);
  return (
    <SmallSelect
      label={label}
      value={value}
      error={error}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">Choose somebody</option>
      {missing && <option value={value}>{personNamed(named, value).name}</option>}
      {offered.map((person) => (
        <option key={person.id} value={person.id}>
          {person.name}
        </option>
      ))}
    </SmallSelect>
  );
}
