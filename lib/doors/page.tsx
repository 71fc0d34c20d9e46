import "server-only";
import { notFound, redirect } from "next/navigation";
import { connection } from "next/server";
import type { ReactNode } from "react";
import * as z from "zod";
import { AppError } from "@/lib/errors";
import type { Actor } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { actorTx } from "@/lib/tenancy/db";
import { type Requirement, requireActor } from "@/lib/tenancy/require";
import { recordLook } from "@/lib/tenancy/support";
import { spendRead, spendVisit, toBusy } from "./budget";
import { asDoor } from "./door";
import { noteHidden } from "./hidden";
import { requestPath } from "./path";
import { confirmAddress } from "./step-up";

type Raw = Record<string, string | string[] | undefined>;
export type PageProps = { params: Promise<Raw>; searchParams: Promise<Raw> };

type Spec<P extends z.ZodType, S extends z.ZodType, T> = {
  readonly permission: Requirement;
  /** The route's parameters besides `org`. What does not parse is not found. */
  readonly params?: P;
  /** The query string. What does not parse falls back to the schema's `catch`, or is not found. */
  readonly search?: S;
  /** All is read as it was at one moment, whatever others write meanwhile: for what is compared with each other. */
  readonly snapshot?: true;
  /** Reads everything in one tenant transaction. Null: not found. */
  readonly load: (context: Context, params: z.output<P>, search: z.output<S>) => Promise<T | null>;
  readonly render: (props: {
    actor: Actor;
    now: number;
    data: T;
    params: z.output<P>;
    search: z.output<S>;
  }) => ReactNode | Promise<ReactNode>;
};

const anything = z.looseObject({});

/** A page of an organisation: session, membership, permission, parameters, one transaction, markup. Support's look is logged first. */
export function page<
  T,
  P extends z.ZodType = typeof anything,
  S extends z.ZodType = typeof anything,
>(spec: Spec<P, S, T>) {
  async function Page(props: PageProps) {
    await connection();
    await spendVisit().catch(toBusy);
    const raw = await props.params;
    const slug = String(raw.org);
    const actor = await requireActor(slug, spec.permission, spendRead).catch((error: unknown) =>
      hide(error, slug),
    );
    const params = (spec.params ?? anything).safeParse(raw);
    const search = (spec.search ?? anything).safeParse(await props.searchParams);
    if (!params.success || !search.success) return notFound();
    await recordLook(actor, await requestPath());
    const typed = { params: params.data as z.output<P>, search: search.data as z.output<S> };
    const { now, data } = await actorTx(
      actor,
      async (db, now) => ({
        now,
        data: await spec.load({ actor, db, now }, typed.params, typed.search),
      }),
      spec.snapshot && { isolation: "RepeatableRead" },
    ).catch((error: unknown) => {
      noteHidden(actor, spec.permission, { error, named: typed });
      return hide(error, slug);
    });
    if (data === null) {
      noteHidden(actor, spec.permission, { error: null, named: typed });
      return notFound();
    }
    return spec.render({ actor, now, data, ...typed });
  }
  const takes = [spec.params ?? anything, spec.search ?? anything];
  return asDoor(Page, { kind: "page", asks: spec.permission, takes });
}

/** Who may not see a page learns nothing of it; who may once they have a second factor is led to where it is set up, or proven. */
async function hide(error: unknown, slug: string): Promise<never> {
  if (error instanceof AppError && error.code === "factor_missing")
    redirect(`/second-factor?org=${slug}`);
  if (error instanceof AppError && error.code === "confirm")
    redirect(confirmAddress(await requestPath()));
  if (error instanceof AppError && (error.code === "refused" || error.code === "not_found"))
    notFound();
  toBusy(error);
}
