import { describe, expect, test } from "vitest";
import { fixture } from "@/tests/fixtures/import/files";
import { FILE_LIMIT } from "./json";
import { readFile } from "./read";

function refusal(text: string): string {
  const result = readFile(text);
  if (result.ok) throw new Error("the file was accepted");
  return result.message;
}

const layer = (change: object) => ({
  id: "L1",
  name: "Layer",
  start: "2026-01-05T09:00:00Z",
  end: null,
  rotation_virtual_start: "2026-01-05T09:00:00Z",
  rotation_turn_length_seconds: 86_400,
  users: [{ user: { id: "U1", summary: "Ada" } }],
  restrictions: [],
  ...change,
});

const file = (change: object, beside: object = {}) =>
  JSON.stringify({
    schedule: { id: "S1", name: "S", time_zone: "UTC", schedule_layers: [layer(change)] },
    ...beside,
  });

describe("files that are read", () => {
  test.each([
    ["pagerduty-schedule.json", "pagerduty"],
    ["opsgenie-schedules.json", "opsgenie"],
    ["grafana-oncall.json", "grafana"],
  ])("%s is one of %s", (name, system) => {
    expect(readFile(fixture(name))).toMatchObject({ ok: true, source: { system } });
  });

  test("a byte order mark does no harm", () => {
    expect(readFile(`\uFEFF${file({})}`).ok).toBe(true);
  });

  test("a list of schedules and lists without pages are read too", () => {
    expect(readFile('{"schedules": []}').ok).toBe(true);
    expect(readFile('{"schedules": [], "on_call_shifts": []}').ok).toBe(true);
    expect(readFile('{"data": []}').ok).toBe(true);
  });
});

describe("files that are refused", () => {
  test.each([
    ["", "empty"],
    ["[]", "bare list"],
    ["null", "bare list"],
    ["{}", "not a schedule"],
    ['{"results": []}', "on_call_shifts"],
    ['{"schedules": {"results": []}}', "no on_call_shifts"],
    ["<html>", "not complete JSON"],
  ])("%s", (text, words) => {
    expect(refusal(text)).toContain(words);
  });

  test.each([
    ["broken-truncated.txt", "cut off"],
    ["broken-wrong-types.json", "schedule.time_zone"],
    ["broken-api-error.json", "error message"],
    ["broken-proto.json", "__proto__"],
  ])("%s", (name, words) => {
    expect(refusal(fixture(name))).toContain(words);
  });

  test("3 MB, and 2 MB of wide characters", () => {
    expect(refusal(`{"data": "${"x".repeat(3 * 1024 * 1024)}"}`)).toContain("2 MB");
    expect(refusal(`{"data": "${"\u20ac".repeat(FILE_LIMIT / 2)}"}`)).toContain("2 MB");
  });

  test("deep nesting, but not brackets in a string", () => {
    expect(refusal("[".repeat(500_000))).toContain("nests deeper");
    expect(refusal(`{"schedule": ${"[".repeat(40)}${"]".repeat(40)}}`)).toContain("nests deeper");
    expect(readFile(file({ name: `\\"${"[".repeat(100)}` })).ok).toBe(true);
  });

  test.each([
    ["a turn length of 0", { rotation_turn_length_seconds: 0 }, "rotation_turn_length_seconds"],
    ["a negative turn", { rotation_turn_length_seconds: -86_400 }, "rotation_turn_length_seconds"],
    ["half a second", { rotation_turn_length_seconds: 3600.5 }, "rotation_turn_length_seconds"],
    ["a year 9999", { start: "9999-01-01T00:00:00Z" }, "between 1970 and 2100"],
    ["no day", { rotation_virtual_start: "2026-02-30T00:00:00Z" }, "rotation_virtual_start"],
    ["users as text", { users: "Ada" }, "users"],
    ["a user without id", { users: [{ user: {} }] }, "users.0.user.id"],
    [
      "a negative restriction",
      {
        restrictions: [
          { type: "daily_restriction", start_time_of_day: "08:00:00", duration_seconds: -1 },
        ],
      },
      "duration_seconds",
    ],
  ])("%s", (_, change, words) => {
    expect(refusal(file(change))).toContain(words);
  });

  test("10,000 users", () => {
    const users = Array.from({ length: 10_000 }, (_, i) => ({ id: `U${i}` }));
    expect(refusal(file({}, { users }))).toContain("users");
  });

  test("an override that ends before it starts", () => {
    const override = {
      start: "2026-01-02T00:00:00Z",
      end: "2026-01-01T00:00:00Z",
      user: { id: "U1" },
    };
    expect(refusal(file({}, { overrides: [override] }))).toContain("must end after");
  });

  test("and the message never repeats what the file holds", () => {
    expect(refusal(file({ users: "<script>" }))).not.toContain("<script>");
  });
});
