import * as z from "zod";

/** One line of another scheduler's test suite, restated. What it gives and expects depends on its `kind`. */
export const caseShape = z.looseObject({
  id: z.union([z.string(), z.number()]).transform(String),
  kind: z.string(),
  source: z.string().nullish(),
  ported_check: z.boolean().nullish(),
});
export type Case = z.infer<typeof caseShape>;

export type Verdict = {
  readonly outcome: "passed" | "failed" | "skipped";
  readonly reason: string;
};

/** Answers one case. It may throw: the runner makes a failure of that. */
export type Adapter = (given: Case) => Verdict;

export const passed = (reason = ""): Verdict => ({ outcome: "passed", reason });
export const failed = (reason: string): Verdict => ({ outcome: "failed", reason });
export const skipped = (reason: string): Verdict => ({ outcome: "skipped", reason });
export const unread = (words: unknown): Verdict =>
  failed(`cannot be read: the words ${JSON.stringify(words)}`);
export const nothingExpected = (): Verdict => failed("cannot be read: nothing expected");

const say = (value: unknown): string =>
  typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");

/**
 * What a peer answers in this very case, worked out from its rule. `rule` is the sentence of
 * docs/semantics.md, word for word, that ours follows instead.
 */
export type PeerAnswer = {
  readonly policy: string;
  readonly does: string;
  readonly rule: string;
  readonly answer: unknown;
};

/**
 * Passed when both are the same. When they are not, the case passes as a policy only where a peer that does
 * otherwise really answers what the case says (`only` that one, where the case names it), and the reason
 * shows both answers. Where ours is one of several that contradict each other, the reason says whose it is.
 */
export const judge = (
  ours: unknown,
  theirs: unknown,
  peers: readonly PeerAnswer[] = [],
  only?: string,
): Verdict => {
  const same = (answer: unknown): boolean => say(answer) === say(theirs);
  const peer = peers.find(
    ({ answer, policy }) => same(answer) && (only === undefined || policy === only),
  );
  if (same(ours)) {
    const isContested = peers.some(({ answer }) => !same(answer));
    return passed(peer && isContested ? `policy ${peer.policy}: ${peer.does}, which is ours` : "");
  }
  return peer
    ? passed(
        `policy ${peer.policy}: ${peer.does}, ${say(theirs)}; ours: ${say(ours)}, because "${peer.rule}"`,
      )
    : failed(`we say ${say(ours)}, the case says ${say(theirs)}`);
};

/** The worst of several, with every reason; none at all means that nothing was expected. */
export const together = (verdicts: readonly Verdict[]): Verdict => {
  const bad = verdicts.find(({ outcome }) => outcome !== "passed");
  const reasons = verdicts.map(({ reason }) => reason).filter(Boolean);
  return verdicts.length === 0 ? nothingExpected() : (bad ?? passed(reasons.join("; ")));
};
