import { describe, expect, test } from "vitest";
import type { Answer, Sent } from "@/tests/doors/send";
import { complaintsIn } from "@/tests/fuzz/complaints";
import { type Round, settle } from "@/tests/fuzz/settle";
import { faults, outcomeOf } from "@/tests/fuzz/verdict";

const ORIGIN = "http://localhost:3000";

const formOf = (fields: Readonly<Record<string, string>>): FormData => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
};

const asked = (fields: Readonly<Record<string, string>> = {}): Sent => ({
  path: "/o/acme/people",
  search: {},
  form: { name: "action", method: "POST", headers: {} },
  headers: {},
  cookie: "session=the-session-of-the-caller",
  action: { id: "40", slug: "acme", fields: formOf(fields) },
});

const answer = (status: number, body: string, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: new Map(Object.entries({ "content-type": "text/x-component", ...headers })),
  body,
  milliseconds: 1,
});

const found = (sent: Sent, said: Answer) => faults(ORIGIN, sent, said, ["the master key"]);

describe("an answer is a finding that", () => {
  test.each([
    ["has the status of an error of the server's", answer(500, "")],
    ["is of a bad gateway", answer(502, "")],
    ["hides an error behind a sentence", answer(200, '1:{"ok":false,"error":{"code":"internal"}}')],
    ["hides an error behind a digest", answer(200, '1:E{"digest":"123"}')],
    ["hides the error of a page behind a digest", answer(200, '<template data-dgst="123">')],
  ])("%s", (_, said) => {
    expect(found(asked(), said)).toEqual([`broke: ${said.status}`]);
  });

  test("hides an error of a page behind a digest and the caller's fault", () => {
    const reads = {
      ...asked(),
      form: { name: "html", method: "GET", headers: {} },
      action: null,
    } as const;
    expect(found(reads, answer(400, '<template data-dgst="123">'))).toEqual(["broke: 400"]);
    expect(found(asked(), answer(400, '{"error":{"code":"internal"}}'))).toEqual(["broke: 400"]);
  });

  test.each([
    ["a stack", "Error: x\n    at run (/srv/app/lib/x.ts:1:2)"],
    ["a path", "in node_modules/pg"],
    ["an error of the database", 'violates unique constraint "User_email_key"'],
    ["an error's name", "TypeError: x"],
    ["a password's hash", "$2b$12$abc"],
    ["a connection", "connect ECONNREFUSED"],
  ])("tells %s", (what, body) => {
    expect(found(asked(), answer(400, body))).toEqual([expect.stringContaining(`tells ${what}`)]);
  });

  test("gives back what was typed into a field for a secret, but not into others", () => {
    const password = "a password of some length";
    const echo = answer(200, `1:{"ok":false,"values":{"x":"${password}"}}`);
    expect(found(asked({ password }), echo)).toEqual(["gives a secret back"]);
    expect(found(asked({ name: password }), echo)).toEqual([]);
    expect(found(asked({ tokenId: password }), echo)).toEqual([]);
    expect(found(asked({ token: password }), echo)).toEqual(["gives a secret back"]);
  });

  test("says that it is not available, and not until when", () => {
    expect(found(asked(), answer(503, '{"error":{"code":"unavailable"}}'))).toEqual(["broke: 503"]);
  });

  test("took as long as something that was told to sleep", () => {
    expect(found(asked(), { ...answer(200, "1:null"), milliseconds: 9_001 })).toEqual([
      "took 9001 ms",
    ]);
  });

  test("gives back the token of a program", () => {
    const sent = { ...asked(), headers: { authorization: "Bearer a-token-of-some-length" } };
    expect(found(sent, answer(400, "a-token-of-some-length"))).toEqual(["gives a secret back"]);
  });

  test("gives back the session or a secret of the installation", () => {
    expect(found(asked(), answer(200, "the-session-of-the-caller"))).toEqual([
      "gives the session back",
    ]);
    expect(found(asked(), answer(200, "", { "x-a": "the master key" }))).toEqual([
      "gives a secret back",
    ]);
  });

  test("lets markup or a header in, or leads away", () => {
    const page = { "content-type": "text/html; charset=utf-8" };
    expect(found(asked(), answer(200, "<fz-a>", page))).toEqual(["let markup be written"]);
    expect(found(asked(), answer(200, "", { "x-fz": "1" }))).toEqual(["let a header be written"]);
    expect(found(asked(), answer(303, "", { location: "//evil.example" }))).toEqual([
      "leads away, to //evil.example",
    ]);
  });
});

test.each([
  ["a refusal in our words", answer(200, '1:{"ok":false,"error":{"code":"invalid"}}')],
  ["arguments that nobody can read", answer(400, '1:E{"digest":"123"}')],
  ["what is not there", answer(404, "")],
  ["what has to wait", answer(503, '{"error":{"code":"unavailable"}}', { "retry-after": "5" })],
  ["a page that names a number", answer(200, '{"digest":"123"}')],
])("an answer that is %s is no finding", (_, said) => {
  expect(found(asked(), said)).toEqual([]);
});

test("a call is let in that was done or led on, and refused that was told so", () => {
  const done = answer(200, '1:{"ok":true}');
  expect(outcomeOf(asked(), done)).toBe("accepted");
  expect(outcomeOf(asked(), answer(303, "", { "x-action-redirect": "/o/acme" }))).toBe("accepted");
  expect(outcomeOf(asked(), answer(200, '1:{"ok":false}'))).toBe("refused");
  const signIn = answer(303, "", { location: "/sign-in" });
  expect(outcomeOf(asked(), signIn)).toBe("refused");
  const sent = answer(303, "", { "x-action-redirect": "/confirm?way=email&to=%2F;push" });
  expect(outcomeOf(asked(), sent)).toBe("accepted");
  // The page that the form is on leads there, whatever came of the form.
  expect(outcomeOf({ ...asked(), form: { ...asked().form, name: "form" } }, signIn)).toBe(
    "unclear",
  );
  expect(outcomeOf(asked(), answer(200, "1:null"))).toBe("unclear");
  expect(outcomeOf({ ...asked(), action: null }, done)).toBe("refused");
  const out = answer(303, "", { location: "/sign-in?out=1" });
  expect(outcomeOf({ ...asked(), action: null }, out)).toBe("accepted");
});

describe("what refused calls changed", () => {
  /** A server with one table: `writes` says of a call whether it writes a row, `lets` whether it is let in. */
  const server = (
    writes: (call: string) => boolean,
    lets: (call: string, n: number) => boolean,
  ) => {
    let rows = 0;
    let round = 0;
    const fire = async (calls: readonly string[]): Promise<Round<string>> => {
      rows += calls.filter(writes).length;
      round += 1;
      const refused = calls.filter((call) => !lets(call, round));
      return { refused, letIn: calls.length - refused.length };
    };
    const look = async () => ({ Person: String(rows), Team: "same" });
    return [fire, look, async () => undefined] as const;
  };

  test("is seen where one of them writes before it is refused", async () => {
    const calls = server(
      (call) => call === "writes first",
      () => false,
    );
    expect(await settle(["honest", "writes first"], ...calls)).toEqual({
      seen: 2,
      unseen: 0,
      changed: ["Person"],
    });
  });

  test("is seen beside calls that are let in, and those are not blamed", async () => {
    const isGood = (call: string) => call === "good";
    const all = ["honest", "good"];
    expect(await settle(all, ...server(isGood, isGood))).toEqual({
      seen: 1,
      unseen: 0,
      changed: [],
    });
    expect(await settle(all, ...server(() => true, isGood))).toEqual({
      seen: 1,
      unseen: 0,
      changed: ["Person"],
    });
  });

  test("is said to be unknown where they are never alone", async () => {
    const calls = server(
      (call) => call !== "honest",
      (call, round) => call === String(round),
    );
    expect(await settle(["1", "2", "3", "4", "honest"], ...calls)).toEqual({
      seen: 0,
      unseen: 1,
      changed: [],
    });
  });
});

test("a server may say on standard error that it refused or was attacked, and nothing else", () => {
  const at = "2026-05-04T09:00:00.000Z";
  const line = (event: string, level: string) => JSON.stringify({ at, level, event, why: "x" });
  const expected = ["request.foreign", "limit.reached", "alert.raised"];
  const refusals = expected.map((event) => line(event, "warn"));
  const others = [
    line("error", "error"),
    line("error.unhandled", "error"),
    line("setting.unwise", "warn"),
    line("request.foreign", "error"),
    `⨯ ${refusals[0]}`,
    "    at run (file:///srv/app/lib/x.ts:1:2)",
    '{"event":"request.foreign","level":"warn"}',
  ];
  expect(complaintsIn([...refusals, ...others, ""].join("\n"))).toEqual(others);
});
