import { AppError } from "@/lib/errors";
import { codeOf } from "./postgres-code";

/** What PostgreSQL says when a transaction would end with an organisation that nobody owns. */
const NO_OWNER = "ST001";

export const lastOwner = () =>
  new AppError("refused", "An organisation needs an owner. Make somebody else one first.");

/** Whether an error, at the end of a transaction, is the database's refusal to lose the last owner. */
export const isLastOwner = (error: unknown): boolean => codeOf(error) === NO_OWNER;
