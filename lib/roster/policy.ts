import * as z from "zod";

/** What the engine may find in a roster, in the order in which pages name it. */
export const findingKinds = ["gap", "unreachable", "left", "double", "time-off", "rest"] as const;
export type FindingKind = (typeof findingKinds)[number];

/** Laxer before stricter. `waiver`: publishing needs a written reason; `block`: nothing helps. */
export const gates = ["ignore", "warn", "waiver", "block"] as const;
export type Gate = (typeof gates)[number];

/** `affected`: everybody whose hours change must have said that they know. */
export const acknowledgements = ["none", "affected"] as const;
/** What needs no approval: nothing, or a swap that all in it have agreed to. Laxer first. */
export const instants = ["agreed-swaps", "none"] as const;

export type Policy = {
  /** How many members other than the author and the editors must approve; 1 to 5. */
  readonly approvals: number;
  readonly acknowledgement: (typeof acknowledgements)[number];
  readonly gates: Readonly<Record<FindingKind, Gate>>;
  /** Between publishing and the first hour that changes, in ms; less only if all affected agree. */
  readonly noticeMs: number;
  readonly instant: (typeof instants)[number];
};

const HOUR = 3_600_000;
const LONGEST_NOTICE = 90 * 24 * HOUR;

const gateSchema = z.enum(gates, "Choose ignore, warn, waiver or block.");

/** A policy as it is stored. That nobody approves their own draft is no setting. */
export const policySchema = z.strictObject({
  approvals: z
    .int("Use a whole number of approvals.")
    .min(1, "At least one approval is needed.")
    .max(5, "At most five approvals are possible."),
  acknowledgement: z.enum(acknowledgements, "Choose who must acknowledge."),
  gates: z.strictObject({
    gap: gateSchema,
    unreachable: gateSchema,
    // Policies that were stored before there was this finding do not name it.
    left: gateSchema.default("waiver"),
    double: gateSchema,
    "time-off": gateSchema,
    rest: gateSchema,
  }),
  noticeMs: z
    .int("Use whole milliseconds.")
    .min(0, "Notice cannot be negative.")
    .max(LONGEST_NOTICE, "Use at most 90 days of notice."),
  instant: z.enum(instants, "Choose what may go through at once."),
});

const digits = (message: string) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,6}$/, message)
    .transform(Number);

/** The same from a form: flat, every field text; `noticeHours` and `gate-gap`, `gate-unreachable` and so on. */
export const policyFormSchema = z
  .object({
    approvals: digits("Write the number of approvals in digits."),
    acknowledgement: policySchema.shape.acknowledgement,
    instant: policySchema.shape.instant,
    noticeHours: digits("Write the notice in whole hours."),
    "gate-gap": gateSchema,
    "gate-unreachable": gateSchema,
    "gate-left": gateSchema,
    "gate-double": gateSchema,
    "gate-time-off": gateSchema,
    "gate-rest": gateSchema,
  })
  .transform(
    (form): z.input<typeof policySchema> => ({
      approvals: form.approvals,
      acknowledgement: form.acknowledgement,
      instant: form.instant,
      noticeMs: form.noticeHours * HOUR,
      gates: {
        gap: form["gate-gap"],
        unreachable: form["gate-unreachable"],
        left: form["gate-left"],
        double: form["gate-double"],
        "time-off": form["gate-time-off"],
        rest: form["gate-rest"],
      },
    }),
  )
  .pipe(policySchema);

export const defaultPolicy: Policy = {
  approvals: 1,
  acknowledgement: "none",
  gates: {
    gap: "waiver",
    unreachable: "waiver",
    left: "waiver",
    double: "warn",
    "time-off": "warn",
    rest: "warn",
  },
  noticeMs: 0,
  instant: "none",
};

const stricter = <T>(order: readonly T[], a: T, b: T): T =>
  order.indexOf(a) >= order.indexOf(b) ? a : b;

/** The organisation's policy, made stricter by the schedule's wherever that one is stricter, never laxer. */
export function tighten(organisation: Policy, schedule: Policy | null): Policy {
  if (!schedule) return organisation;
  const gate = (kind: FindingKind) =>
    stricter(gates, organisation.gates[kind], schedule.gates[kind]);
  return {
    approvals: Math.max(organisation.approvals, schedule.approvals),
    acknowledgement: stricter(
      acknowledgements,
      organisation.acknowledgement,
      schedule.acknowledgement,
    ),
    gates: {
      gap: gate("gap"),
      unreachable: gate("unreachable"),
      left: gate("left"),
      double: gate("double"),
      "time-off": gate("time-off"),
      rest: gate("rest"),
    },
    noticeMs: Math.max(organisation.noticeMs, schedule.noticeMs),
    instant: stricter(instants, organisation.instant, schedule.instant),
  };
}
