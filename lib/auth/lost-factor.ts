import "server-only";
import { findLoss, type Loss, replaceLostFactors } from "./lost-factor-store";

/** Takes an account's lost factors away; see `replaceLostFactors`. Say it in the log first. */
export const takeAway = (userId: string, orgId: string | null): Promise<Loss> =>
  replaceLostFactors(userId, orgId);

/** Whether an account has factors that the operator can take away. */
export const hasFactors = async (userId: string): Promise<boolean> =>
  (await findLoss(userId, null)) === "possible";
