import type {
  Definition,
  Interval,
  Override,
  PersonId,
  Target,
  TurnName,
} from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import type { NewOverride } from "./editor-context";
import { fromFieldTime, toFieldTime } from "./local-time";

export type ShiftForm = {
  readonly key: string;
  readonly from: string;
  readonly until: string;
  readonly people: readonly PersonId[];
  readonly tier: string;
};

/** An override as its form holds it: all of every kind, so that changing the kind forgets nothing. */
export type OverrideForm = {
  readonly kind: Override["kind"];
  /** `schedule`, or a scope and an id: `tier:3f…`. */
  readonly target: string;
  readonly from: string;
  readonly until: string;
  readonly people: readonly PersonId[];
  readonly person: PersonId;
  readonly by: PersonId;
  readonly shifts: readonly ShiftForm[];
  readonly reason: string;
  /** The turn that it moves with. */
  readonly follows: TurnName | null;
};

export type FormErrors = Partial<Record<keyof OverrideForm, string>>;

const targetText = (target: Target): string =>
  target.scope === "schedule" ? "schedule" : `${target.scope}:${target.id}`;

const targetOf = (text: string): Target => {
  const [scope, id = ""] = text.split(":");
  return scope === "tier" || scope === "layer" || scope === "override"
    ? { scope, id }
    : { scope: "schedule" };
};

/** The form for an override that is there, or for a new one. Times are in the zone. */
export function toForm(given: Override | NewOverride, zone: Zone): OverrideForm {
  const override = "isNew" in given ? null : given;
  const group = override?.kind === "add" || override?.kind === "remove" ? override.people : [];
  return {
    kind: given.kind ?? "replace",
    target: targetText(given.target),
    from: toFieldTime(given.startsAt, zone),
    until: toFieldTime(given.endsAt, zone),
    people: group,
    person: ("isNew" in given ? given.person : given.kind === "replace" && given.person) || "",
    by: override?.kind === "replace" ? override.by : "",
    shifts:
      override?.kind === "temporary"
        ? override.shifts.map((shift, index) => ({
            key: `${index}`,
            from: toFieldTime(shift.startsAt, zone),
            until: toFieldTime(shift.endsAt, zone),
            people: shift.people,
            tier: shift.tier ?? "",
          }))
        : [],
    reason: override?.reason ?? "",
    follows: override?.follows ?? null,
  };
}

function exceptionErrors(form: OverrideForm): FormErrors {
  switch (form.kind) {
    case "add":
    case "remove":
      return form.people.length === 0 ? { people: "Name somebody." } : {};
    case "replace":
      return {
        ...(!form.person && { person: "Choose who is replaced." }),
        ...(!form.by && { by: "Choose who takes over." }),
        ...(form.by && form.by === form.person && { by: "Choose somebody else." }),
      };
    case "temporary":
      return {};
  }
}

/** From when until when the form says; null while that is half typed. */
export function spanOf(form: OverrideForm, zone: Zone): Interval | null {
  const startsAt = fromFieldTime(form.from, zone, "first");
  const endsAt = fromFieldTime(form.until, zone, "last");
  return startsAt === null || endsAt === null ? null : { startsAt, endsAt };
}

type Read = { readonly override: Override } | { readonly errors: FormErrors };

/** The override that the form describes, or what to mend in it. */
export function readForm(form: OverrideForm, id: string, zone: Zone): Read {
  const startsAt = fromFieldTime(form.from, zone, "first");
  const endsAt = fromFieldTime(form.until, zone, "last");
  const shifts = form.shifts.map((shift) => ({
    startsAt: fromFieldTime(shift.from, zone, "first") ?? Number.NaN,
    endsAt: fromFieldTime(shift.until, zone, "last") ?? Number.NaN,
    people: shift.people,
    ...(shift.tier && { tier: shift.tier }),
  }));
  const errors: FormErrors = {
    ...(startsAt === null && { from: "Choose a date and a time." }),
    ...(endsAt === null && { until: "Choose a date and a time." }),
    ...exceptionErrors(form),
  };
  if (startsAt === null || endsAt === null) return { errors };
  if (endsAt <= startsAt) return { errors: { ...errors, until: "Let it end after it begins." } };
  const inside = shifts.every(
    (shift) =>
      shift.startsAt >= startsAt && shift.endsAt <= endsAt && shift.startsAt < shift.endsAt,
  );
  if (form.kind === "temporary" && !inside) {
    return {
      errors: {
        ...errors,
        shifts: "Keep each shift inside the override, its end after its start.",
      },
    };
  }
  if (Object.keys(errors).length > 0) return { errors };
  const reason = form.reason.trim();
  const shared = { id, startsAt, endsAt, target: targetOf(form.target), ...(reason && { reason }) };
  const following = { ...shared, ...(form.follows && { follows: form.follows }) };
  switch (form.kind) {
    case "add":
    case "remove":
      return { override: { ...following, kind: form.kind, people: form.people } };
    case "replace":
      return { override: { ...following, kind: "replace", person: form.person, by: form.by } };
    case "temporary":
      return { override: { ...shared, kind: "temporary", shifts } };
  }
}

/** What an override may aim at, as choices: the schedule, tiers, layers, and the overrides before it. */
export function targetChoices(
  { tiers, overrides }: Definition,
  before: string | null,
  label: (override: Override) => string,
): readonly { readonly value: string; readonly label: string }[] {
  const end = overrides.findIndex(({ id }) => id === before);
  const earlier = end < 0 ? overrides : overrides.slice(0, end);
  return [
    { value: "schedule", label: "The whole schedule" },
    ...tiers.map(({ id, name }) => ({ value: `tier:${id}`, label: `Tier ${name}` })),
    ...tiers.flatMap((tier) =>
      tier.layers.map(({ id, name }) => ({
        value: `layer:${id}`,
        label: `Layer ${name} of ${tier.name}`,
      })),
    ),
    ...earlier.map((override) => ({
      value: `override:${override.id}`,
      label: `Override: ${label(override)}`,
    })),
  ];
}
