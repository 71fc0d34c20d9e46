import "server-only";
import { unstable_rethrow } from "next/navigation";
import * as z from "zod";
import { AppError } from "@/lib/errors";
import { logLine } from "@/lib/log-line";
import { report } from "@/lib/report";
import type { Failure, Result } from "@/lib/result";
import { failure, toObject } from "./form";
import { answerWait } from "./status";
import { atWork } from "./undecodable";

/** More than any form of ours has: reading very many takes seconds, in which nobody else is served. */
const MOST_FIELDS = 1_000;

/** The one sign that no text of the database's can hold, and that nobody types. */
const holdsNul = (form: FormData): boolean =>
  [...form.values()].some((value) => typeof value === "string" && value.includes("\0"));

function toFailure(error: unknown): Failure {
  unstable_rethrow(error); // redirect() and notFound() are not failures
  if (error instanceof AppError) {
    answerWait(error);
    return {
      code: error.code,
      message: error.message,
      ...(error.fields && { fields: error.fields }),
    };
  }
  const id = report(error); // the only place where an action's bug is reported
  const message = `Something went wrong. It has been reported as ${id}; try again.`;
  return { code: "internal", message };
}

/** What is done after a commit, which nothing undoes any more: what goes wrong then is reported, and not the caller's. */
export async function runAfter(work?: () => void | Promise<void>): Promise<void> {
  try {
    await work?.();
  } catch (error) {
    unstable_rethrow(error);
    report(error);
  }
}

/**
 * Asks `before`, which refuses who may not even be read, parses the form, runs the work, and turns what went wrong into a
 * result that the form can show.
 */
export async function runForm<S extends z.ZodType, T>(
  schema: S,
  form: unknown,
  before: () => Promise<void>,
  work: (input: z.output<S>) => Promise<T>,
): Promise<Result<T>> {
  atWork();
  // An action is a public address: its arguments are whatever somebody sent.
  if (!(form instanceof FormData) || [...form.keys()].length > MOST_FIELDS || holdsNul(form)) {
    logLine("request.foreign", { why: "no form of ours" });
    return { ok: false, error: { code: "invalid", message: "That was no form of ours." } };
  }
  try {
    await before();
    const parsed = await schema.safeParseAsync(toObject(form));
    if (!parsed.success) {
      if (parsed.error.issues.some(({ code }) => code === "unrecognized_keys"))
        logLine("request.foreign", { why: "unknown fields" });
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
