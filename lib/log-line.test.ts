import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import * as z from "zod";
import { logLine, SERVER_EVENTS, type ServerEvent, toLine } from "./log-line";

const AT = new Date("2026-03-29T01:30:00.250Z");
const names = Object.keys(SERVER_EVENTS) as ServerEvent[];

const form = z
  .object({
    at: z.iso.datetime({ precision: 3 }),
    level: z.enum(["info", "warn", "error"]),
    event: z.enum(names),
  })
  .catchall(z.union([z.string(), z.number(), z.boolean(), z.null()]));

afterEach(() => {
  vi.restoreAllMocks();
});

test("every event is one line of the same form, in UTC, whatever its facts hold", () => {
  const facts = fc.dictionary(
    fc.string({ unit: fc.constantFrom(..."abcxyz"), minLength: 1 }),
    fc.oneof(fc.string({ unit: "binary" }), fc.integer(), fc.boolean(), fc.constant(null)),
  );
  const holds = (
    event: ServerEvent,
    told: Readonly<Record<string, string | number | boolean | null>>,
  ) => {
    const line = toLine(event, told, AT);
    const read = form.parse(JSON.parse(line));
    expect({
      at: "at" in told ? "" : read.at,
      lines: line.split(/[\r\n\u2028\u2029]/).length,
    }).toEqual({
      at: "at" in told ? "" : "2026-03-29T01:30:00.250Z",
      lines: 1,
    });
  };
  fc.assert(fc.property(fc.constantFrom(...names), facts, holds));
});

test.each([
  'Eve\n{"at":"2026-03-29T01:30:00.250Z","level":"info","event":"server.started"}',
  "Eve\r\nERROR all is well",
  "\u001b[2K\u001b[1AEve\u009b31m",
  "Eve\u2028alert.raised\u2029\u202etsop",
])("%j forges no line and steers no terminal", (name) => {
  const written: string[] = [];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  logLine("error", { name });
  const all = written.join("");
  expect(all.match(/\n/g)).toHaveLength(1);
  expect(all).toMatch(/^\{[\u0020-\u007e]*\}\n$/);
  expect(JSON.parse(all).name).toContain("Eve");
});

test("what is well goes to standard output, what is not to standard error, and no secret to either", () => {
  const out = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const err = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  logLine("output", { text: "mail to ada@lumen.example, link /reset/abcdefghijklmnopqrstuvwxyz" });
  logLine("limit.reached", { limit: "form-address" });
  expect(out).toHaveBeenCalledTimes(1);
  expect(err).toHaveBeenCalledTimes(1);
  const [[line]] = out.mock.calls as [[string]];
  expect(line).not.toMatch(/ada@|abcdefghij/);
});

test("an id stays whole, of whatever digits it is; a number beside it does not", () => {
  const id = "6b12b13a-4471-4402-a9c6-120012004411";
  const { organisation, why } = JSON.parse(
    toLine("alert.raised", { organisation: id, why: `${id} called +44 20 7946 0018` }, AT),
  );
  expect(organisation).toBe(id);
  expect(why).toBe(`${id} called [number]`);
});
