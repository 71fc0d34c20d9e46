import "server-only";
import { notFound } from "next/navigation";
import { connection } from "next/server";
import type { ReactNode } from "react";
import * as z from "zod";
import { spendVisit, toBusy } from "./budget";

type Raw = Promise<Record<string, string | string[] | undefined>>;
type Props = { readonly params?: Raw; readonly searchParams?: Raw };

const nothing = z.object({});

/**
 * A page of no organisation: the budget of whoever is signed in, else of the network, its input, then markup. `input` is the
 * query string and the route's parameters, in one object; what does not parse is not found.
 */
export function accountPage<S extends z.ZodType = typeof nothing>(
  render: (input: z.output<S>) => ReactNode | Promise<ReactNode>,
  input?: S,
) {
  return async function AccountPage({ params, searchParams }: Props): Promise<ReactNode> {
    await connection();
    await spendVisit().catch(toBusy);
    const read = (input ?? nothing).safeParse({ ...(await searchParams), ...(await params) });
    if (!read.success) return notFound();
    return render(read.data as z.output<S>);
  };
}
