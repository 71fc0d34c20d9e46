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

const say = (value: unknown): string =>
  typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");

/** A rule of ours that differs from a peer's: `rule` is a sentence of docs/semantics.md, word for word. */
export type Difference = { readonly policy: string; readonly rule: string };

/**
 * Passed when both are the same. When they are not, the case passes as our policy only where a documented
 * rule of ours says so, and the reason shows both answers.
 */
export const judge = (ours: unknown, theirs: unknown, difference?: Difference | null): Verdict => {
  if (say(ours) === say(theirs)) {
    return passed();
  }
  return difference
    ? passed(
        `policy ${difference.policy}: ${say(theirs)}; ours: ${say(ours)}, because "${difference.rule}"`,
      )
    : failed(`we say ${say(ours)}, the case says ${say(theirs)}`);
};
