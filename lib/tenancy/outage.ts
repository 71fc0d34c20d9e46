import { AppError } from "@/lib/errors";

/** Prisma's codes for a database that is not there, closed, or has no connection left in time. */
const PRISMA = new Set(["P1001", "P1002", "P1008", "P1011", "P1017", "P2024", "P2028"]);
/** The same of the system, and of PostgreSQL: shut down, starting, full, or a connection that broke (class 08). */
const BELOW = /^(ECONN(REFUSED|RESET)|EPIPE|ETIMEDOUT|EHOSTUNREACH|57P0[1-3]|53300|08\w{3})$/;
const WORDS = /^(Connection terminated|timeout exceeded when trying to connect)/;
const RETRY_SECONDS = 30;

/**
 * What a caller is told of an error that is the database's not answering; null for any other. It passes by itself, so that
 * programs must neither forget the address that they asked, nor take it for their own fault.
 */
export function outageOf(error: unknown): AppError | null {
  if (!(error instanceof Error)) return null;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (!PRISMA.has(code) && !BELOW.test(code) && !WORDS.test(error.message)) return null;
  const words = `The database does not answer. Try again in ${RETRY_SECONDS} seconds.`;
  return new AppError("unavailable", words, undefined, RETRY_SECONDS);
}
