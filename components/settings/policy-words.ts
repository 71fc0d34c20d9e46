import { formatDuration } from "@/lib/schedule/format";

type Finding = "gap" | "unreachable" | "left" | "double" | "time-off" | "rest";
type Gate = "ignore" | "warn" | "waiver" | "block";

/** A policy as lib/roster/policy defines it. */
export type PolicyView = {
  readonly approvals: number;
  readonly acknowledgement: "none" | "affected";
  readonly gates: Readonly<Record<Finding, Gate>>;
  readonly noticeMs: number;
  readonly instant: "agreed-swaps" | "none";
};

export const findingWords: readonly {
  readonly kind: Finding;
  readonly label: string;
  readonly hint: string;
}[] = [
  { kind: "gap", label: "Nobody is on call", hint: "A gap in a tier that should be covered." },
  {
    kind: "unreachable",
    label: "Somebody cannot be reached",
    hint: "On call without a number or an address.",
  },
  {
    kind: "left",
    label: "Somebody has left",
    hint: "On call after your provider deactivated them.",
  },
  {
    kind: "double",
    label: "Somebody is on call twice at once",
    hint: "In two tiers, or in two shifts of one.",
  },
  { kind: "time-off", label: "Somebody is away", hint: "On call during their time off." },
  {
    kind: "rest",
    label: "Somebody gets too little rest",
    hint: "Too short a pause between two stretches.",
  },
];

export const gateWords: readonly { readonly gate: Gate; readonly label: string }[] = [
  { gate: "ignore", label: "Say nothing" },
  { gate: "warn", label: "Warn" },
  { gate: "waiver", label: "Ask for a written reason" },
  { gate: "block", label: "Do not publish" },
];

export const approvalWords = (count: number): string =>
  count === 1 ? "one other member approves" : `${count} other members approve`;

/** A policy as lines to read: what, and what holds. */
export function policyLines(
  policy: PolicyView,
): readonly { readonly what: string; readonly holds: string }[] {
  const gate = (kind: Finding) =>
    gateWords.find((one) => one.gate === policy.gates[kind])?.label ?? "";
  return [
    { what: "Review", holds: approvalWords(policy.approvals) },
    {
      what: "People whose hours change",
      holds: policy.acknowledgement === "affected" ? "must all acknowledge first" : "are told",
    },
    {
      what: "Agreed swaps and cover",
      holds: policy.instant === "none" ? "need approval" : "go through at once",
    },
    ...findingWords.map(({ kind, label }) => ({ what: label, holds: gate(kind) })),
    { what: "Notice", holds: policy.noticeMs === 0 ? "none" : formatDuration(policy.noticeMs) },
  ];
}
