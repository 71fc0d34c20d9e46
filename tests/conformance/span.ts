import * as z from "zod";

const text = z.string();
const named = z.looseObject({});
const FROM = ["start", "from", "since", "start_local", "start_utc", "starts_at", "begin"];
const UNTIL = ["end", "until", "to", "end_local", "end_utc", "ends_at"];

/** From and until, as a pair or under their names. */
export const spanShape = z
  .union([z.tuple([text, text]), named])
  .transform((given, context): readonly [string, string] => {
    if (Array.isArray(given)) {
      return given;
    }
    const of = (names: readonly string[]) => names.map((name) => given[name]).find(Boolean);
    const pair = [of(FROM), of(UNTIL)] as const;
    const [from, until] = pair;
    if (typeof from !== "string" || typeof until !== "string") {
      context.addIssue({ code: "custom", message: "no start and end" });
      return z.NEVER;
    }
    return [from, until];
  });
