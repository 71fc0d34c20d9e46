import "server-only";
import { AppError, retryHeader, STATUS } from "@/lib/errors";
import { spendVisit } from "./budget";

/**
 * A route of no organisation: its budget, then the answer. `spend` takes from the budget of whoever is signed in, else of
 * the network, unless the route has another one. Who has to wait is told so as text.
 */
export function openRoute<A extends readonly unknown[]>(
  handle: (...asked: A) => Response | Promise<Response>,
  spend: () => Promise<void> = spendVisit,
) {
  return async (...asked: A): Promise<Response> => {
    try {
      await spend();
    } catch (error) {
      return refusedAsText(error);
    }
    return handle(...asked);
  };
}

/** An error of the caller's in words, with when to come back; any other is thrown again. */
export function refusedAsText(error: unknown): Response {
  if (!(error instanceof AppError)) throw error;
  const headers = {
    "Content-Type": "text/plain; charset=utf-8",
    "Cache-Control": "no-store",
    ...retryHeader(error),
  };
  return new Response(`${error.message}\n`, { status: STATUS[error.code], headers });
}
