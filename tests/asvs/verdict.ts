import * as z from "zod";
import type { Proof, Requirement } from "./map";

/** One test that ran: its file, all its titles from the outermost in, and how it ended. */
export type Ran = {
  readonly file: string;
  readonly titles: readonly string[];
  readonly status: "passed" | "failed" | "skipped";
  /** What was wrong, at each try. */
  readonly wrong: readonly string[];
};

const vitest = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(
        z.object({
          ancestorTitles: z.array(z.string()),
          title: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).optional(),
        }),
      ),
    }),
  ),
});

const browserTest = z.object({
  status: z.string(),
  results: z
    .array(z.object({ error: z.object({ message: z.string().optional() }).optional() }))
    .optional(),
});

type Suite = {
  readonly title: string;
  readonly file?: string | undefined;
  readonly specs: readonly {
    readonly title: string;
    readonly ok: boolean;
    readonly tests: readonly z.output<typeof browserTest>[];
  }[];
  readonly suites?: readonly Suite[] | undefined;
};

const suite: z.ZodType<Suite> = z.lazy(() =>
  z.object({
    title: z.string(),
    file: z.string().optional(),
    specs: z.array(
      z.object({
        title: z.string(),
        ok: z.boolean(),
        tests: z.array(browserTest),
      }),
    ),
    suites: z.array(suite).optional(),
  }),
);
const playwright = z.object({ suites: z.array(suite) });

const toStatus = (status: string): Ran["status"] =>
  status === "passed" ? "passed" : status === "failed" ? "failed" : "skipped";

function ofSuite(file: string, above: readonly string[], { specs, suites = [] }: Suite): Ran[] {
  const own = specs.map(({ title, ok, tests }): Ran => {
    const isSkipped = tests.every(({ status }) => status === "skipped");
    const status = isSkipped ? "skipped" : ok ? "passed" : "failed";
    const results = tests.flatMap((one) => one.results ?? []);
    const wrong = results.flatMap(({ error }) => error?.message ?? []);
    return { file, titles: [...above, title], status, wrong };
  });
  return [...own, ...suites.flatMap((one) => ofSuite(file, [...above, one.title], one))];
}

/** The tests of a report of Vitest or Playwright, with files as they are called from `root`. */
export function readRan(text: string, root: string): readonly Ran[] {
  const content: unknown = JSON.parse(text);
  const ran = vitest.safeParse(content);
  if (ran.success)
    return ran.data.testResults.flatMap(({ name, assertionResults }) =>
      assertionResults.map(({ ancestorTitles, title, status, failureMessages }) => ({
        file: name.replace(`${root}/`, ""),
        titles: [...ancestorTitles, title],
        status: toStatus(status),
        wrong: failureMessages ?? [],
      })),
    );
  return playwright
    .parse(content)
    .suites.flatMap((one) => ofSuite(`tests/e2e/${one.file ?? one.title}`, [], one));
}

/** A title as it is written, with `%s` and `$id` for what each row puts in. */
function shapeOf(title: string): RegExp {
  const escaped = title.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replace(/%[sdijo]|\\\$\w+/g, ".*")}$`, "s");
}

/** What is wrong with a proof; null where it ran and all of it passed. */
function fault({ file, title }: Proof, ran: readonly Ran[]): string | null {
  const shape = shapeOf(title);
  const own = ran.filter((one) => one.file === file && one.titles.some((text) => shape.test(text)));
  if (own.length === 0) return `did not run: ${file} “${title}”`;
  const bad = own.find(({ status }) => status !== "passed");
  return bad ? `${bad.status}: ${file} “${bad.titles.join(" › ")}”` : null;
}

export type Verdict = {
  readonly requirement: Requirement;
  /** `not run`: nothing is wrong with what ran, and the rest was not asked for. */
  readonly kind: "pass" | "fail" | "exception" | "not run";
  readonly why: string;
};

/** Whether a requirement is met, by the tests that ran; those of files that were not `asked` for cannot fail. */
export function judge(
  requirement: Requirement,
  ran: readonly Ran[],
  isAsked: (file: string) => boolean,
): Verdict {
  const { tests, exception } = requirement;
  if (tests.length === 0) return { requirement, kind: "exception", why: exception };
  const asked = tests.filter(({ file }) => isAsked(file));
  const faults = asked.flatMap((proof) => fault(proof, ran) ?? []);
  if (faults.length > 0) return { requirement, kind: "fail", why: faults.join("; ") };
  if (asked.length === tests.length) return { requirement, kind: "pass", why: "" };
  const others = tests.filter((proof) => !asked.includes(proof));
  const why = [...new Set(others.map(({ file }) => file))].join(", ");
  return { requirement, kind: "not run", why };
}
