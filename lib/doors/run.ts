import "server-only";
import { unstable_rethrow } from "next/navigation";
import * as z from "zod";
import { AppError } from "@/lib/errors";
import { report } from "@/lib/report";
import type { Failure, Result } from "@/lib/result";
import { failure, toObject } from "./form";

/** More than any form of ours has: reading very many takes seconds, in which nobody else is served. */
const MOST_FIELDS = 1_000;

function toFailure(error: unknown): Failure {
  unstable_rethrow(error); // redirect() and notFound() are not failures
  if (error instanceof AppError) {
    return {
      code: error.code,
      message: error.message,
      ...(error.fields && { fields: error.fields }),
    };
  }
  report(error); // the only place where an action's bug is reported
  return { code: "internal", message: "Something went wrong. It has been reported; try again." };
}

/** Parses the form, runs the work, and turns what went wrong into a result that the form can show. */
export async function runForm<S extends z.ZodType, T>(
  schema: S,
  form: unknown,
  work: (input: z.output<S>) => Promise<T>,
): Promise<Result<T>> {
  // An action is a public address: its arguments are whatever somebody sent.
  if (!(form instanceof FormData) || [...form.keys()].length > MOST_FIELDS) {
    return { ok: false, error: { code: "invalid", message: "That was no form of ours." } };
  }
  try {
    const parsed = await schema.safeParseAsync(toObject(form));
    if (!parsed.success) {
      const { fieldErrors, formErrors } = z.flattenError(parsed.error);
      const message = formErrors[0] ?? "Check the highlighted fields.";
      return failure(
        { code: "invalid", message, fields: fieldErrors as Record<string, string[]> },
        form,
      );
    }
    return { ok: true, data: await work(parsed.data) };
  } catch (error) {
    return failure(toFailure(error), form);
  }
}
