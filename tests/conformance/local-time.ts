import * as z from "zod";
import { zones } from "../engine/zones";
import { clockAnswers, clockNamed } from "./clock";
import { iso, readClock, readInstant, readMoment, readWall } from "./reading";
import { type Adapter, failed, judge, nothingExpected, unread } from "./verdict";

const answer = z.string().nullish();
const shape = z.object({
  input: z.object({
    policy: z.string().default("start/first"),
    date: z.string().optional(),
    local: z.string(),
    time_zone: z.string().default("UTC"),
  }),
  expected: answer,
  expected_local: answer,
  expected_utc: answer,
});

const ERROR = "an error";
const isError = (text: string): boolean =>
  /error|raise|throw|reject|invalid|except|nothing|none|null/i.test(text);

/** A local time on a date as a start or as a window's end; other policies are answered as a start. */
export const localTimeResolution: Adapter = (given) => {
  const { input, ...said } = shape.parse(given);
  const stated = [said.expected_utc, said.expected_local, said.expected];
  if (stated.every((text) => text === undefined)) {
    return nothingExpected();
  }
  const zone = zones(input.time_zone);
  const wall = input.date ? readWall(input.date) + readClock(input.local) : readWall(input.local);
  const side = /^\s*(end|last)/i.test(input.policy) ? "end" : "start";
  const pick = side === "end" ? zone.last : zone.first;
  const text = stated.find((one) => typeof one === "string") ?? ERROR;
  if (!/^\d{4}-/.test(text) && !isError(text)) {
    return unread(text);
  }
  const expected = isError(text) ? ERROR : iso(readMoment(text, zone, pick));
  const local = said.expected_local;
  if (said.expected_utc && local && /[+-]\d\d:?\d\d\b/.test(local.slice(10))) {
    if (iso(readInstant(local)) !== expected) {
      return failed(`the case contradicts itself: ${said.expected_utc} is not ${local}`);
    }
  }
  const say = (at: number | null): string => (at === null ? ERROR : iso(at));
  const peers = clockAnswers(wall, zone, side, say);
  return judge(iso(pick(wall)), expected, peers, clockNamed(input.policy));
};
