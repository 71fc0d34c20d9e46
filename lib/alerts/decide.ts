import { DAY, HOUR } from "@/lib/schedule/calendar";
import type { Instant } from "@/lib/schedule/types";
import type { Finding } from "./observed";
import type { RuleName } from "./schema";

/** So long after an alert its rule says nothing more about the same subject: what goes on is the same alert. */
const QUIET_MS: Readonly<Record<RuleName, number>> = {
  spray: HOUR,
  spike: HOUR,
  travel: DAY,
  export: HOUR,
  "off-hours": HOUR,
};

/** Owners get one mail of a rule within such a time, however many alerts it raises. */
const MAIL_MS = HOUR;

/** An alert that was raised before. */
export type Raised = {
  readonly rule: string;
  readonly subject: string;
  readonly at: Instant;
  readonly mailedAt: Instant | null;
};

/** The findings that are no part of an alert raised already. */
export function decideRaised(
  findings: readonly Finding[],
  before: readonly Raised[],
): readonly Finding[] {
  return findings.filter(
    ({ rule, subject, at }) =>
      !before.some(
        (one) => one.rule === rule && one.subject === subject && at - one.at < QUIET_MS[rule],
      ),
  );
}

/** The beginning of the window of time that a finding's alert stands for: of two alerts in one, the database keeps one. */
export const windowOf = ({ rule, at }: Pick<Finding, "rule" | "at">): Instant =>
  Math.floor(at / QUIET_MS[rule]) * QUIET_MS[rule];

/** The first alert of each rule of which nothing was mailed within the hour before `now`. */
export function decideMailed<T extends { readonly rule: RuleName }>(
  alerts: readonly T[],
  before: readonly Raised[],
  now: Instant,
): readonly T[] {
  const told = new Set(
    before.flatMap(({ rule, mailedAt }) =>
      mailedAt !== null && now - mailedAt < MAIL_MS ? [rule] : [],
    ),
  );
  return alerts.filter(
    ({ rule }, i) => !told.has(rule) && alerts.findIndex((one) => one.rule === rule) === i,
  );
}
