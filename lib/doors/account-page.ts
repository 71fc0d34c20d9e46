import "server-only";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { spendVisit, toBusy } from "./budget";

/** A page of no organisation: the budget of whoever is signed in, else of the network, then markup. */
export function accountPage<P>(render: (props: P) => ReactNode | Promise<ReactNode>) {
  return async function AccountPage(props: P): Promise<ReactNode> {
    await connection();
    await spendVisit().catch(toBusy);
    return render(props);
  };
}
