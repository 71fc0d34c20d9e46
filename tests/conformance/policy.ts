import type { Difference } from "./verdict";

/** Where peers are known to answer otherwise, with the sentence of docs/semantics.md that we follow. */
export const POLICIES = {
  monthOverflow: {
    policy: "GoAlert (the 31st of a short month is in the next one)",
    rule: "Months count from the anchor, not from turn to turn, and clamp",
  },
  otherGap: {
    policy: "of peers whose clock answers otherwise in a gap",
    rule: "A local time that **does not exist** means the first instant after the gap.",
  },
  otherRepeat: {
    policy: "of peers whose clock answers otherwise in an hour that comes twice",
    rule: "its first occurrence where something starts (handoff, window, holiday) and its last where a window ends",
  },
  intervalWithoutDays: {
    policy:
      "Grafana OnCall (an interval without weekdays repeats a shift, it does not lengthen it)",
    rule: "turns follow each other for ever, after it and before it",
  },
  noChain: {
    policy: "GoAlert's preview (replacements do not chain)",
    rule: "Replacements chain in order.",
  },
  fixedLength: {
    policy: "LinkedIn Oncall (events have a length in seconds)",
    rule: "Handoffs keep their wall-clock time.",
  },
} as const satisfies Record<string, Difference>;
