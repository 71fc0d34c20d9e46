import { AppError } from "@/lib/errors";

/** What PostgreSQL says when a transaction would end with an organisation that nobody owns. */
const NO_OWNER = "ST001";

export const lastOwner = () =>
  new AppError("refused", "An organisation needs an owner. Make somebody else one first.");

/** Whether an error, at the end of a transaction, is the database's refusal to lose the last owner. */
export function isLastOwner(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { cause } = error;
  return (
    typeof cause === "object" &&
    cause !== null &&
    "originalCode" in cause &&
    cause.originalCode === NO_OWNER
  );
}
