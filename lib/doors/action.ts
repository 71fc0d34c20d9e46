import "server-only";
import type * as z from "zod";
import { type CurrentSession, currentSession } from "@/lib/auth/session";
import { AppError } from "@/lib/errors";
import type { Result } from "@/lib/result";
import { type Accounts, accountsTx } from "@/lib/tenancy/accounts";
import type { Actor } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { tenantTx } from "@/lib/tenancy/db";
import { once } from "@/lib/tenancy/once";
import { noteRefusal, type Requirement, requireWriter } from "@/lib/tenancy/require";
import { type Costly, spendOwn, spendShared, spendVisit } from "./budget";
import { asDoor } from "./door";
import { sentOf } from "./form";
import { noteHidden } from "./hidden";
import { requireSameOrigin } from "./origin";
import { runAfter, runForm } from "./run";
import { requireFactorFor, requireFresh } from "./step-up";

/** What `run` is given besides. */
type Prepared<S extends z.ZodType, P> =
  | {
      /** What has to be asked of others: before the transaction begins, which must not wait for them, and of who may only. */
      readonly prepare?: (input: z.output<S>, session: CurrentSession, actor: Actor) => Promise<P>;
      readonly onAccount?: never;
    }
  /** An act on a member's account. */
  | { readonly onAccount: P extends Accounts ? true : never; readonly prepare?: never };

type Spec<S extends z.ZodType, T, P> = Prepared<S, P> & {
  readonly permission: Requirement;
  readonly input: S;
  /** Who uses the session must have proven within five minutes to be its user. */
  readonly stepUp?: true;
  readonly run: (context: Context, input: z.output<S>, prepared: P) => Promise<T>;
  /** The budget it is taken from, if it costs more than other changes do. */
  readonly costly?: Costly;
  /** What is answered is shown once and kept nowhere, also not for a form that is sent again: that is done again. */
  readonly shownOnce?: true;
  /** How long the transaction may take, in ms; 10 s unless an action reads whole files. */
  readonly timeoutMs?: number;
  /** After commit: revalidatePath, redirect. */
  readonly done?: (data: T, actor: Actor, input: z.output<S>) => void | Promise<void>;
};

export type Action<T> = (
  org: string,
  previous: Result<unknown> | null,
  form: FormData,
) => Promise<Result<T>>;

/** Before a form is read: whoever sends any number of forms that say nothing has to wait, too. */
async function begin(): Promise<void> {
  await requireSameOrigin();
  await spendVisit();
}

/**
 * The only way to write: same origin, a first budget, input, session, membership, permission, budgets, step-up, one tenant
 * transaction, and after its commit `done`. In that order. A form with a key is done once, however often it is sent. Bind the
 * organisation's slug before handing it to a form.
 */
export function action<S extends z.ZodType, T, P = undefined>(spec: Spec<S, T, P>): Action<T> {
  const run: Action<T> = async (org, _previous, form) => {
    let after: (() => void | Promise<void>) | undefined;
    const result = await runForm(spec.input, form, begin, async (input) => {
      const session = await requireSignedIn(org);
      const actor = await requireWriter(org, spec.permission, spendOwn);
      await spendShared(actor, spec.costly);
      if (spec.stepUp) requireFresh(session, org);
      // An act on an account commits after its answer is kept: that must not be taken for done.
      const sent =
        spec.shownOnce || spec.onAccount ? null : sentOf(idOf(run) ?? spec.permission, form);
      const commit = (prepared: P) =>
        tenantTx(
          actor.orgId,
          (db, now) => {
            const context = { actor, db, now };
            return once(context, sent, () => spec.run(context, input, prepared));
          },
          spec.timeoutMs === undefined ? {} : { timeoutMs: spec.timeoutMs },
        );
      const prepared = await spec.prepare?.(input, session, actor);
      const data = await (spec.onAccount
        ? accountsTx((accounts) => commit(accounts as P))
        : commit(prepared as P)
      ).catch(async (error: unknown) => {
        await noteRefusal(actor, spec.permission, error);
        if (error instanceof AppError && error.code === "not_found")
          noteHidden(actor, spec.permission, { error, named: input });
        throw error;
      });
      after = () => spec.done?.(data, actor, input);
      return data;
    });
    await runAfter(after);
    return result;
  };
  const { permission: asks, stepUp, input } = spec;
  return asDoor(run, { kind: "action", asks, stepUp, takes: [input] });
}

/**
 * Which action a form is for: one that was answered for another must not be taken for its answer. Next writes its name of an
 * action on the function itself, and so it is known without a script, too. Null outside of Next.
 */
function idOf(run: object): string | null {
  const id: unknown = Reflect.get(run, "$$id");
  return typeof id === "string" ? id : null;
}

/** A form sent from a tab that was signed out meanwhile keeps what was typed: no redirect, a sentence. */
async function requireSignedIn(org: string): Promise<CurrentSession> {
  const session = await currentSession();
  if (!session)
    throw new AppError(
      "signed_out",
      "You were signed out. Sign in again in another tab, then send this once more: what you typed is still here.",
    );
  requireFactorFor(session, org);
  return session;
}
