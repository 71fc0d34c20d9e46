import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { emailIndex } from "@/lib/auth/account";
import { hashPassword } from "@/lib/auth/password";
import { mintSession } from "@/lib/auth/session";
import { insertUser } from "@/lib/auth/store";
import { sessionCookie } from "@/lib/auth/token";
import { seal } from "@/lib/crypto/box";
import { emailPlace } from "@/lib/crypto/places";
import { spend } from "@/lib/limits/spend";
import { foundOrganisation } from "@/lib/organisation/commands";
import { median } from "./measure";

// Prints by how much the medians of answers differ between addresses with and without an account, and what the budgets
// of a page and of a change cost. Every address is asked about once, in random order.

const ROUNDS = Number(process.argv[2] ?? 250);
const WARM = 15;
const BASE = process.env.STANDBY_URL ?? "";
/** What happens after an answer must not be timed with the next. */
const REST_MS = 25;

type Field = readonly [string, string];
const ENTITIES: Readonly<Record<string, string>> = { "&quot;": '"', "&amp;": "&", "&#x27;": "'" };

/** The hidden fields of a page's form, by which it works without script. */
async function hiddenFields(path: string): Promise<readonly Field[]> {
  const html = await (await fetch(BASE + path)).text();
  const inputs = html.matchAll(/<input type="hidden" name="([^"]*)"(?: value="([^"]*)")?\/>/g);
  return [...inputs].map(([, name = "", value = ""]) => [
    name,
    value.replaceAll(/&quot;|&amp;|&#x27;/g, (sign) => ENTITIES[sign] ?? sign),
  ]);
}

async function answer(path: string, fields: readonly Field[], words: string): Promise<number> {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  const began = performance.now();
  const response = await fetch(BASE + path, {
    method: "POST",
    body: form,
    headers: { Origin: new URL(BASE).origin },
  });
  const text = await response.text();
  const took = performance.now() - began;
  if (!text.includes(words)) throw new Error(`${path} did not answer “${words}”`);
  return took;
}

/** The middle nineteen of twenty differences of medians, each of values drawn anew. */
function spread(one: readonly number[], other: readonly number[]): readonly [number, number] {
  const draw = (from: readonly number[]) =>
    median(from.map(() => from[Math.floor(Math.random() * from.length)] ?? 0));
  const all = Array.from({ length: 2_000 }, () => draw(one) - draw(other)).sort((a, b) => a - b);
  return [all[50] ?? 0, all[1_949] ?? 0];
}

async function compare(
  name: string,
  path: string,
  words: string,
  known: readonly string[],
  more: readonly Field[] = [],
): Promise<void> {
  const hidden = await hiddenFields(path);
  const ask = (email: string) => answer(path, [...hidden, ["email", email], ...more], words);
  const times = { known: [] as number[], unknown: [] as number[] };
  const wanted = known.flatMap((email) => [
    { kind: "known" as const, email },
    { kind: "unknown" as const, email: `${randomUUID()}@bench.example` },
  ]);
  for (let one = 0; one < WARM; one += 1) await ask(`${randomUUID()}@bench.example`);
  const order = wanted
    .map((each) => ({ each, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ each }) => each);
  for (const { kind, email } of order) {
    times[kind].push(await ask(email));
    await pause(REST_MS);
  }
  const [low, high] = spread(times.known, times.unknown);
  const ms = (value: number) => value.toFixed(1);
  console.log(
    `${name}: ${known.length} each, known ${ms(median(times.known))} ms, unknown ${ms(median(times.unknown))} ms, difference ${ms(median(times.known) - median(times.unknown))} ms (95 %: ${ms(low)} to ${ms(high)})`,
  );
}

async function accounts(): Promise<readonly string[]> {
  const passwordHash = await hashPassword("the password of all of them");
  const all: string[] = [];
  for (let one = 0; one < ROUNDS; one += 1) {
    const [id, email] = [randomUUID(), `${randomUUID()}@bench.example`];
    const emailBox = seal(email, emailPlace(id));
    const emailHash = emailIndex(email);
    await insertUser({ id, emailHash, emailBox, name: "Known", passwordHash, zone: "UTC" });
    all.push(email);
  }
  return all;
}

async function timed(times: number, work: () => Promise<unknown>): Promise<number> {
  const all: number[] = [];
  for (let one = 0; one < times; one += 1) {
    const began = performance.now();
    await work();
    all.push(performance.now() - began);
  }
  return median(all);
}

async function costs(): Promise<void> {
  const id = randomUUID();
  const email = `${id}@bench.example`;
  const emailBox = seal(email, emailPlace(id));
  const emailHash = emailIndex(email);
  const user = { id, emailHash, emailBox, name: "Olga", passwordHash: "none", zone: "UTC" };
  await insertUser(user);
  const { orgId, slug } = await foundOrganisation(
    { id, name: "Olga", email, zone: "UTC" },
    { organisation: "Bench", slug: "bench", zone: "UTC" },
  );
  const cookie = `${sessionCookie().name}=${await mintSession({ id, version: 1 }, "bench")}`;
  const now = async () => (await fetch(`${BASE}/o/${slug}`, { headers: { cookie } })).text();
  await timed(20, now);
  const read = async () => {
    await spend("read-member", `${orgId} ${id}`);
    await spend("read-organisation", orgId);
  };
  await timed(2_000, read);
  const [page, view, change] = [
    await timed(100, now),
    await timed(5_000, read),
    await timed(1_000, () => spend("write-organisation", orgId)),
  ];
  console.log(
    `An empty Now page takes ${page.toFixed(1)} ms. The budget of a page takes ${(view * 1_000).toFixed(0)} µs of that, and no round trip; that of a change takes ${change.toFixed(2)} ms, one round trip.`,
  );
}

const known = await accounts();
const wrong = [["password", "not the password"]] as const;
await costs();
await compare("Reset by mail", "/forgot", "on its way", known);
await compare("Sign-up", "/sign-up", "on its way", known);
await compare("Sign-in", "/sign-in", "The address or the password is wrong.", known, wrong);
process.exit();
