import "server-only";
import type * as z from "zod";
import { type CurrentSession, requireSession } from "@/lib/auth/session";
import type { Result } from "@/lib/result";
import { spendAccount, spendForm } from "./budget";
import { asDoor } from "./door";
import { requireSameOrigin } from "./origin";
import { runAfter, runForm } from "./run";
import { requireFresh, requireOwn } from "./step-up";

type Spec<S extends z.ZodType, T, W> = {
  readonly who: W;
  readonly input: S;
  /** Who uses the session must have proven within five minutes to be its user. */
  readonly stepUp?: W extends "signed-in" ? true : never;
  /** The account's own means must have opened the session, not an organisation's provider. */
  readonly own?: W extends "signed-in" ? true : never;
  readonly run: (
    input: z.output<S>,
    session: W extends "signed-in" ? CurrentSession : null,
  ) => Promise<T>;
  readonly done?: (data: T) => void | Promise<void>;
};

export type AccountAction<T> = (
  previous: Result<unknown> | null,
  form: FormData,
) => Promise<Result<T>>;

async function begin(): Promise<void> {
  await requireSameOrigin();
  await spendForm();
}

/**
 * An action of a user and not of an organisation: same origin, the network's budget, input, session if `who` says so, its
 * budget, step-up, work, `done`.
 */
export function accountAction<S extends z.ZodType, T, W extends "anybody" | "signed-in">(
  spec: Spec<S, T, W>,
): AccountAction<T> {
  const run: AccountAction<T> = async (_previous, form) => {
    let after: (() => void | Promise<void>) | undefined;
    const result = await runForm(spec.input, form, begin, async (input) => {
      const session = spec.who === "signed-in" ? await requireSession() : null;
      if (session) await spendAccount(session);
      if (session && spec.own) requireOwn(session);
      if (session && spec.stepUp) requireFresh(session, null);
      const data = await spec.run(input, session as W extends "signed-in" ? CurrentSession : null);
      after = () => spec.done?.(data);
      return data;
    });
    await runAfter(after);
    return result;
  };
  const { who: asks, stepUp, input } = spec;
  return asDoor(run, { kind: "account", asks, stepUp, takes: [input] });
}
