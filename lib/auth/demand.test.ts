import { expect, test } from "vitest";
import {
  decideEntry,
  decideStanding,
  type FactorDemand,
  isProven,
  namedTo,
  provesFactor,
} from "./demand";
import type { FactorKind, Proof } from "./schema";

const DAY = 86_400_000;
const SINCE = 100 * DAY;
const demand: FactorDemand = {
  since: SINCE,
  kinds: ["passkey", "totp"],
  graceDays: 7,
  joinedAt: 0,
  lost: false,
};
const held = (factors: readonly FactorKind[], provenBy: Proof = "password") => ({
  factors,
  provenBy,
});
const END = SINCE + 7 * DAY;

test("an organisation that asks for nothing is open to everybody", () => {
  expect(decideStanding({ ...demand, since: null }, held([]), END).kind).toBe("free");
});

test("without a factor that counts there is a time to set one up, and then nothing else", () => {
  for (const factors of [[], ["email"], ["email", "sms"]] as const) {
    const soon = { kind: "soon", until: END };
    expect(decideStanding(demand, held(factors), SINCE)).toEqual(soon);
    expect(decideStanding(demand, held(factors), END - 1)).toEqual(soon);
    expect(decideStanding(demand, held(factors), END).kind).toBe("set-up");
  }
});

test("who joins later has as many days from then", () => {
  const late = { ...demand, joinedAt: END };
  expect(decideStanding(late, held([]), END)).toEqual({ kind: "soon", until: END + 7 * DAY });
});

test("who lost theirs sets up another one first, whether it is asked for or not: mail only stands in", () => {
  const free = { ...demand, since: null, lost: true };
  expect(decideStanding(free, held(["email"], "email"), SINCE).kind).toBe("set-up");
  expect(decideStanding({ ...demand, lost: true }, held(["email"]), SINCE).kind).toBe("set-up");
  const mail = { ...free, kinds: ["email", "totp"] } as const;
  expect(decideStanding(mail, held(["email"], "email"), SINCE).kind).toBe("set-up");
  expect(decideStanding(free, held(["email", "totp"], "totp"), SINCE).kind).toBe("free");
  const mailAlone = { ...free, kinds: ["email"] } as const;
  expect(decideStanding(mailAlone, held(["email"], "email"), SINCE).kind).toBe("free");
});

test("no days of grace: at once", () => {
  expect(decideStanding({ ...demand, graceDays: 0 }, held([]), SINCE).kind).toBe("set-up");
});

test("a session counts by what opened it, not by what the account could have used", () => {
  const both = ["totp", "sms"] as const;
  expect(decideStanding(demand, held(both, "sms"), END).kind).toBe("prove");
  expect(decideStanding(demand, held(both, "password"), END).kind).toBe("prove");
  expect(decideStanding(demand, held(both, "totp"), END).kind).toBe("free");
  expect(decideStanding(demand, held(both, "backup"), END).kind).toBe("free");
  expect(decideStanding(demand, held(both, "sms"), END - 1).kind).toBe("free");
});

const entry = {
  factor: { ...demand, since: null },
  sso: { required: true, factors: false, connections: ["ours"] },
  signedOut: false,
  grants: [{ permission: "organisation.own", teamId: null }],
};
const session = {
  factors: ["totp"] as const,
  provenBy: "totp" as Proof,
  own: true,
  connections: [] as readonly string[],
};
const enters = (other: object, changed: object = {}) =>
  decideEntry({ ...entry, ...changed }, { ...session, ...other }, END).kind;

test("an organisation's own provider opens it, and no other organisation", () => {
  const bySso = { own: false, provenBy: "sso", connections: ["ours"] };
  expect(enters(bySso)).toBe("free");
  const elsewhere = { ...bySso, connections: ["theirs"] };
  expect(enters(elsewhere)).toBe("own");
  expect(enters(elsewhere, { sso: { ...entry.sso, required: false, connections: [] } })).toBe(
    "own",
  );
  expect(enters({ ...elsewhere, own: true })).toBe("sso");
});

test("whom the organisation signed out since is not let in, by whatever they signed in", () => {
  const since = { signedOut: true };
  expect(enters({}, since)).toBe("out");
  expect(enters({ own: false, provenBy: "sso", connections: ["ours"] }, since)).toBe("out");
  expect(enters({}, { ...since, sso: { ...entry.sso, factors: true } })).toBe("out");
});

test("where it is asked for, only owners come in past it, by a second factor", () => {
  expect(enters({})).toBe("bypass");
  expect(enters({ provenBy: "backup" })).toBe("bypass");
  expect(enters({ provenBy: "password", factors: [] })).toBe("sso");
  expect(enters({ provenBy: "sso" })).toBe("sso");
  expect(enters({}, { grants: [] })).toBe("sso");
  const ofTeam = [{ permission: "organisation.own", teamId: "team" }];
  expect(enters({}, { grants: ofTeam })).toBe("sso");
  expect(enters({ provenBy: "sms" }, { factor: { ...demand, graceDays: 0 } })).toBe("prove");
});

test("what a provider says is no second factor, unless the organisation leaves them to it", () => {
  const asking = { factor: { ...demand, graceDays: 0 } };
  const bySso = { own: false, provenBy: "sso" as const, connections: ["ours"] };
  expect(enters(bySso, asking)).toBe("prove");
  expect(enters({ ...bySso, factors: [] }, asking)).toBe("set-up");
  expect(enters({ ...bySso, provenBy: "totp" }, asking)).toBe("free");
  const trusting = { ...entry.sso, factors: true };
  expect(enters(bySso, { ...asking, sso: trusting })).toBe("free");
  const elsewhere = { ...bySso, connections: ["theirs"] };
  expect(enters({ ...elsewhere, own: true }, { ...asking, sso: trusting })).toBe("sso");

  const held = { ...session, ...bySso };
  expect(provesFactor(entry.sso, held)).toBe(false);
  expect(provesFactor(entry.sso, { ...held, provenBy: "totp" })).toBe(true);
  expect(provesFactor(trusting, held)).toBe(true);
  expect(provesFactor(trusting, { ...held, factors: [] })).toBe(false);
  expect(provesFactor(trusting, { ...held, connections: ["theirs"] })).toBe(false);

  const said = { ...held, provenFor: "ours" };
  expect(isProven(said, null)).toBe(false);
  expect(isProven(said, entry.sso)).toBe(false);
  expect(isProven(said, trusting)).toBe(true);
  expect(isProven({ ...said, factors: [] }, null)).toBe(true);
  expect(isProven({ ...held, provenBy: "passkey", provenFor: null }, null)).toBe(true);
});

test("what one organisation's provider says proves nothing in another", () => {
  const both = {
    ...session,
    own: false,
    provenBy: "sso" as const,
    connections: ["ours", "theirs"],
  };
  const said = { ...both, factors: [], provenFor: "theirs" };
  const theirs = { ...entry.sso, connections: ["theirs"] };
  expect([isProven(said, entry.sso), isProven(said, theirs)]).toEqual([false, true]);
  expect(isProven({ ...said, factors: ["totp"] }, { ...entry.sso, factors: true })).toBe(false);
  expect(isProven({ ...said, provenBy: "password", provenFor: null }, entry.sso)).toBe(true);
});

test("a session that a provider opened is shown the names of the organisations that it signed in to alone", () => {
  const sso = (...connections: string[]) => ({ required: false, factors: false, connections });
  const memberships = [{ sso: sso("a") }, { sso: sso("b", "c") }, { sso: sso() }];
  const named = (own: boolean, ...connections: string[]) =>
    namedTo({ own, connections, memberships }).map((one) => memberships.indexOf(one));
  expect(named(false)).toEqual([]);
  expect(named(false, "c")).toEqual([1]);
  expect(named(false, "a", "c")).toEqual([0, 1]);
  expect(named(true)).toEqual([0, 1, 2]);
});
