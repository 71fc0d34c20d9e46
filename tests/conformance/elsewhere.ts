import * as z from "zod";
import { DAY } from "@/lib/schedule/calendar";
import { compile, current } from "@/lib/schedule/compile";
import { gaps } from "@/lib/schedule/gaps";
import { definitionOf, zones } from "./reading";
import { type Adapter, failed, passed, skipped } from "./verdict";

const qualityShape = z.object({
  input: z.unknown(),
  expected: z.looseObject({ comment: z.string().optional() }),
});

/** Of a quality score our findings know one part: an empty schedule is one gap from end to end. */
export const quality: Adapter = (given) => {
  const { input, expected } = qualityShape.parse(given);
  if (input !== "empty" || !/empty/i.test(expected.comment ?? "")) {
    return skipped(
      "a score of coverage and balance is Grafana OnCall's; here findings name gaps and load counts hours",
    );
  }
  const definition = definitionOf("UTC", []);
  const [gap, ...more] = gaps(compile(current(definition), zones), definition, 0, 7 * DAY, zones);
  const isWhole = more.length === 0 && gap?.startsAt === 0 && gap.endsAt === 7 * DAY;
  return isWhole
    ? passed("our equivalent: a finding, one gap over the whole of the time asked about")
    : failed("we find no gap in an empty schedule");
};

/** LinkedIn Oncall picks somebody whenever it fills the calendar; here a rotation states the turns. */
export const assignment: Adapter = () =>
  skipped(
    "choosing who was least active is LinkedIn Oncall's way to fill a calendar; here turns are stated in advance",
  );
