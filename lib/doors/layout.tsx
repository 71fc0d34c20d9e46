import "server-only";
import type { ReactNode } from "react";
import type { Context } from "@/lib/tenancy/context";
import { actorTx } from "@/lib/tenancy/db";
import { requireMember } from "@/lib/tenancy/require";
import { spendRead, spendVisit, toBusy } from "./budget";
import { asDoor } from "./door";

type LayoutProps = { children: ReactNode; params: Promise<{ org: string }> };

/** The frame around an organisation's pages: session, membership, one transaction, markup. For support too. */
export function layout<T>(spec: {
  readonly load: (context: Context) => Promise<T>;
  readonly render: (props: {
    context: Omit<Context, "db">;
    data: T;
    children: ReactNode;
  }) => ReactNode | Promise<ReactNode>;
}) {
  async function Layout({ children, params }: LayoutProps) {
    await spendVisit().catch(toBusy);
    const actor = await requireMember((await params).org);
    await spendRead(actor).catch(toBusy);
    const { now, data } = await actorTx(actor, async (db, now) => ({
      now,
      data: await spec.load({ actor, db, now }),
    }));
    return spec.render({ context: { actor, now }, data, children });
  }
  return asDoor(Layout, { kind: "layout", asks: "visitor", takes: [] });
}
