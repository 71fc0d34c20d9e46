import "server-only";
import { deleteEnded } from "./forget-store";

const DAY = 86_400_000;

/** For so many days what is over of an account is kept, for whoever looks into what happened. */
export const KEPT_DAYS = 30;

/**
 * Removes what was over of accounts more than thirty days before `now`, in ms: sessions, links for a new password, codes
 * that were sent, and sign-ins that nobody finished.
 */
export const forgetEnded = (now: number): Promise<void> =>
  deleteEnded(new Date(now - KEPT_DAYS * DAY));
