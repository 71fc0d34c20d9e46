import { randomInt, randomUUID } from "node:crypto";
import bcrypt from "bcrypt";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { askReset, signIn } from "@/app/(account)/actions";
import { askSignUp } from "@/app/(account)/sign-up/actions";
import { emailIndex } from "@/lib/auth/account";
import { changeFactors } from "@/lib/auth/factor-change-store";
import { setCodeFactor } from "@/lib/auth/factor-store";
import { peerHeader } from "@/lib/auth/peer";
import { shut } from "@/lib/limits/spend";
import { toForm } from "@/tests/doors/call";
import { csrfOfNextAuth, postNextAuth } from "@/tests/doors/next-auth";
import { asRequest } from "@/tests/doors/request";
import { accountOf, acting, openStage, unheard } from "./stage";

// What is left for later runs between the answers that are timed, as after the answer of a server.
const later: (() => Promise<unknown>)[] = [];
vi.mock("next/headers", async () => (await import("@/tests/doors/request")).headersOfRequest);
vi.mock("next/server", async (original) => ({
  ...(await original<typeof import("next/server")>()),
  after: (work: () => Promise<unknown>) => later.push(work),
  connection: async () => undefined,
}));

const password = { password: "not the password" };

const PAIRS = 60;
/** The difference of an answer's time by which an account could be told, in ms. */
const TELLING = 5;
const TRIES = 3;

let stage: Awaited<ReturnType<typeof openStage>>;
let csrf: Awaited<ReturnType<typeof csrfOfNextAuth>>;
beforeAll(async () => {
  stage = await openStage();
  csrf = await csrfOfNextAuth();
  // The hash is one for each answer (auth.test.ts): its own noise would hide what else differs.
  vi.spyOn(bcrypt, "compare").mockImplementation(async () => false);
});
afterAll(() => stage.close());

type Email = () => Promise<string>;
type Act = (previous: null, form: FormData) => Promise<unknown>;

/** next-auth's own door, with a password. */
const nextAuth: Act = async (_, form) => {
  const { csrfToken } = csrf;
  const fields = { csrfToken, json: "true", email: String(form.get("email")), ...password };
  const { status } = await postNextAuth("callback/credentials", fields);
  if (status !== 401 && status !== 429) throw new Error(`answered ${status}`);
};

const nobody: Email = async () => `${randomUUID()}@example.com`;
const somebody: Email = async () => (await accountOf("Ana")).email;
const withFactor: Email = async () => {
  const { id, email } = await accountOf("Fay");
  await changeFactors(await acting(id), setCodeFactor("email", null), { codes: [] }, unheard);
  return email;
};
const locked =
  (of: Email): Email =>
  async () => {
    const email = await of();
    await shut("guess-stranger", emailIndex(email), 900);
    return email;
  };

/** From a network of its own, as guessers with many addresses come. */
async function timed(act: Act, fields: Record<string, string>): Promise<number> {
  const address = `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`;
  const headers = { "sec-fetch-site": "same-origin", ...peerHeader(address) };
  const began = performance.now();
  await asRequest(csrf.cookie, () => act(null, toForm(fields)), headers);
  const took = performance.now() - began;
  for (const work of later.splice(0)) await work();
  return took;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** The median of the differences of pairs that were answered one right after the other, whichever first. */
async function difference(act: Act, known: Email, unknown: Email, more: Record<string, string>) {
  const all: number[] = [];
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const emails = [await known(), await unknown()] as const;
    const times = [0, 0];
    for (const which of randomInt(2) === 0 ? [0, 1] : [1, 0])
      times[which] = await timed(act, { email: emails[which] ?? "", ...more });
    all.push((times[0] ?? 0) - (times[1] ?? 0));
  }
  return median(all);
}

test.each<[string, Act, Email, Email, Record<string, string>]>([
  ["at sign-in", signIn, somebody, nobody, password],
  ["at sign-in, with a second factor", signIn, withFactor, nobody, password],
  ["at sign-in, locked", signIn, locked(somebody), locked(nobody), password],
  ["at next-auth's address", nextAuth, somebody, nobody, {}],
  ["at next-auth's address, with a second factor", nextAuth, withFactor, nobody, {}],
  ["at next-auth's address, locked", nextAuth, locked(somebody), locked(nobody), {}],
  ["at the reset of a password", askReset, somebody, nobody, {}],
  ["at sign-up", askSignUp, somebody, nobody, {}],
])(
  "how long an answer takes does not tell whether there is an account: %s",
  async (name, act, known, unknown, more) => {
    await difference(act, known, unknown, more); // the first are slower
    const seen: string[] = [];
    // A busy machine may be uneven once; what differs three times does.
    for (let nth = 0; nth < TRIES; nth += 1) {
      const found = await difference(act, known, unknown, more);
      seen.push(`${found.toFixed(2)} ms`);
      if (Math.abs(found) >= TELLING) continue;
      console.log(`${name}: median of ${PAIRS} differences ${seen.join(", ")}`);
      return;
    }
    expect.fail(`differs by ${seen.join(", ")}`);
  },
  300_000,
);
