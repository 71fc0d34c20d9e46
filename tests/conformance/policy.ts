/** Where peers are known to answer otherwise, with the sentence of docs/semantics.md that we follow. */
export const RULES = {
  monthOverflow: "Months count from the anchor, not from turn to turn, and clamp",
  gap: "A local time that **does not exist** means the first instant after the gap.",
  twice:
    "its first occurrence where something starts (handoff, window, holiday) and its last where a window ends",
  intervalWithoutDays: "turns follow each other for ever, after it and before it",
  noChain: "Replacements chain in order.",
} as const;

const PEERS: readonly (readonly [RegExp, string])[] = [
  [/goalert/i, "GoAlert"],
  [/linkedin/i, "LinkedIn Oncall"],
  [/grafana/i, "Grafana OnCall"],
  [/opsknight/i, "OpsKnight"],
];

/** Whose case it is, where its source or the policy it names says so. */
export const peerIn = (text: string | null | undefined): string | undefined =>
  PEERS.find(([pattern]) => pattern.test(text ?? ""))?.[1];
