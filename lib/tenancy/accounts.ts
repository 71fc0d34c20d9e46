import "server-only";
import * as store from "@/lib/auth/accounts-store";

export type Accounts = store.Accounts;
export type Loss = Awaited<ReturnType<Accounts["takeFactors"]>>;

/** What an organisation does to a member's account, and its entry: see `lib/auth/accounts-store.ts`. */
export const accountsTx = store.accountsTx;
