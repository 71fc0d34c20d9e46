import { getURLFromRedirectError } from "next/dist/client/components/redirect";
import { isRedirectError } from "next/dist/client/components/redirect-error";
import type pg from "pg";
import { openJob } from "@/lib/notify/queue";
import type { Result } from "@/lib/result";

type Act<T> = (previous: null, form: FormData) => Promise<Result<T>>;

type Answer<T> = {
  readonly to?: string;
  readonly data?: T;
  readonly error?: string;
  readonly fields?: Readonly<Record<string, readonly string[]>> | undefined;
};

/** Sends a form as the browser of the test: where it leads to, what it gives back, or the code of the error. */
export async function send<T>(
  act: Act<T>,
  fields: Readonly<Record<string, string>> = {},
): Promise<Answer<T>> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  try {
    const result = await act(null, form);
    if (result.ok) return { data: result.data };
    return { error: result.error.code, fields: result.error.fields };
  } catch (error) {
    if (isRedirectError(error)) return { to: getURLFromRedirectError(error) };
    throw error;
  }
}

type Letter = {
  readonly to: { readonly address: string };
  readonly subject: string;
  readonly paragraphs: readonly string[];
  readonly link?: { readonly path: string };
};

/** The mails of no organisation's that wait to be sent to this address, the oldest first. */
export async function lettersTo(owner: pg.Client, address: string): Promise<readonly Letter[]> {
  const { rows } = await owner.query<{ payload: { id: string; box: string } }>(
    `SELECT job.payload FROM graphile_worker._private_jobs job
     JOIN graphile_worker._private_tasks task ON task.id = job.task_id
     WHERE task.identifier = 'letter' ORDER BY job.id`,
  );
  return rows
    .map(({ payload }) => openJob("letter", payload) as Letter)
    .filter(({ to }) => to.address === address);
}
