"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/choice";
import { Dialog } from "@/components/ui/dialog";
import type { Definition, Override, TurnName } from "@/lib/schedule/types";
import type { Zones } from "@/lib/schedule/zone";
import { type NewOverride, useEditor } from "./editor-context";
import { putOverride } from "./edits";
import {
  type FormErrors,
  type OverrideForm,
  readForm,
  spanOf,
  targetChoices,
  toForm,
} from "./override-form-state";
import { PeopleField, PersonSelect } from "./people-field";
import { ShiftsField } from "./shifts-field";
import { PickButton, SmallInput, SmallSelect } from "./small-field";
import { turnOf } from "./turn-edits";

const KINDS: readonly { readonly kind: Override["kind"]; readonly label: string }[] = [
  { kind: "replace", label: "Replace" },
  { kind: "add", label: "Add" },
  { kind: "remove", label: "Remove" },
  { kind: "temporary", label: "Temporary schedule" },
];

const MEANING: Readonly<Record<Override["kind"], string>> = {
  replace: "Wherever the one is on call, the other is instead.",
  add: "These people are on call as well.",
  remove: "These people are not on call.",
  temporary: "Nothing else counts in this time; only the shifts you list.",
};

/** The form of one override, in a dialog; nothing changes before it is kept. */
export function OverrideDialog({
  given,
  onClose,
}: {
  readonly given: Override | NewOverride | null;
  readonly onClose: () => void;
}) {
  const { definition } = useEditor();
  return (
    <Dialog
      open={given !== null}
      onClose={onClose}
      wide
      title={given && "isNew" in given ? "New override" : "Edit the override"}
      description={`Times are in ${definition.zone.replaceAll("_", " ")}.`}
    >
      {given && (
        <Form
          key={"isNew" in given ? `${given.startsAt}` : given.id}
          given={given}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}

function Form({
  given,
  onClose,
}: {
  readonly given: Override | NewOverride;
  readonly onClose: () => void;
}) {
  const { definition, zones, change, overrideLabel } = useEditor();
  const zone = zones(definition.zone);
  const [form, setForm] = useState(() => toForm(given, zone));
  const [errors, setErrors] = useState<FormErrors>({});
  const set = (part: Partial<OverrideForm>) => setForm({ ...form, ...part });
  const isNew = "isNew" in given;

  const whole = wholeTurnOf(form, given, definition, zones);

  const keep = () => {
    const read = readForm(
      { ...form, follows: form.follows && whole },
      isNew ? crypto.randomUUID() : given.id,
      zone,
    );
    if ("errors" in read) return setErrors(read.errors);
    change(putOverride(read.override));
    onClose();
  };

  return (
    <form
      data-own-undo
      noValidate
      className="grid grid-cols-1 gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        keep();
      }}
    >
      <div>
        <div className="flex flex-wrap gap-1.5">
          {KINDS.map(({ kind, label }) => (
            <PickButton key={kind} pressed={form.kind === kind} onClick={() => set({ kind })}>
              {label}
            </PickButton>
          ))}
        </div>
        <p className="mt-2 text-muted text-sm">{MEANING[form.kind]}</p>
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <SmallInput
          label="From"
          type="datetime-local"
          value={form.from}
          error={errors.from}
          onChange={(event) => set({ from: event.target.value })}
        />
        <SmallInput
          label="Until"
          type="datetime-local"
          value={form.until}
          error={errors.until}
          onChange={(event) => set({ until: event.target.value })}
        />
      </div>
      <Who form={form} errors={errors} set={set} />
      <SmallSelect
        label="Applies to"
        value={form.target}
        error={errors.target}
        onChange={(event) => set({ target: event.target.value })}
      >
        {targetChoices(definition, isNew ? null : given.id, overrideLabel).map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </SmallSelect>
      {whole && (
        <div className="rounded-md bg-surface px-3">
          <Checkbox
            label="Moves with its turn"
            hint={`It is a whole turn of “${layerName(definition, whole)}”: where the handoff moves, this moves along.`}
            checked={form.follows !== null}
            onChange={(event) => set({ follows: event.target.checked ? whole : null })}
          />
        </div>
      )}
      <SmallInput
        label="Reason (optional)"
        value={form.reason}
        maxLength={300}
        onChange={(event) => set({ reason: event.target.value })}
      />
      <p className="text-muted text-sm">
        Published with the roster and kept for good, also when somebody is erased: write nothing
        private.
      </p>
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary">
          {isNew ? "Add the override" : "Change the override"}
        </Button>
      </div>
    </form>
  );
}

const layerName = ({ tiers }: Definition, { layer }: TurnName): string =>
  tiers.flatMap(({ layers }) => layers).find(({ id }) => id === layer)?.name ?? "";

/** The turn that the form's time is the whole of: the one it follows already, if that is where it lies. */
function wholeTurnOf(
  form: OverrideForm,
  given: Override | NewOverride,
  definition: Definition,
  zones: Zones,
): TurnName | null {
  const span = spanOf(form, zones(definition.zone));
  if (!span || form.kind === "temporary") return null;
  if ("follows" in given && given.follows) {
    const stays = span.startsAt === given.startsAt && span.endsAt === given.endsAt;
    if (stays) return given.follows;
  }
  const people =
    form.kind === "replace" ? [form.person] : form.kind === "remove" ? form.people : [];
  return turnOf(definition, span, people, zones);
}

function Who({
  form,
  errors,
  set,
}: {
  readonly form: OverrideForm;
  readonly errors: FormErrors;
  readonly set: (part: Partial<OverrideForm>) => void;
}) {
  if (form.kind === "temporary") {
    return (
      <ShiftsField
        shifts={form.shifts}
        span={form}
        error={errors.shifts}
        onChange={(shifts) => set({ shifts })}
      />
    );
  }
  if (form.kind === "replace") {
    return (
      <div className="grid gap-3 sm:grid-cols-2">
        <PersonSelect
          label="Instead of"
          value={form.person}
          error={errors.person}
          onChange={(person) => set({ person })}
        />
        <PersonSelect
          label="Takes over"
          value={form.by}
          error={errors.by}
          onChange={(by) => set({ by })}
        />
      </div>
    );
  }
  return (
    <PeopleField
      label={form.kind === "add" ? "On call as well" : "Not on call"}
      people={form.people}
      error={errors.people}
      onChange={(people) => set({ people })}
    />
  );
}
