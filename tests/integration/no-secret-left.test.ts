import { generate } from "otplib";
import { afterAll, expect, test, vi } from "vitest";
import { setNewPassword, signIn } from "@/app/(account)/actions";
import { changeFactor } from "@/app/(account)/second-factor/actions";
import { giveCode } from "@/app/(account)/sign-in/actions";
import { changePassword, createFeed } from "@/app/o/[org]/me/actions";
import { createKey } from "@/app/o/[org]/me/keys/actions";
import { createUser } from "@/lib/auth/account";
import { requestReset } from "@/lib/auth/reset";
import { readToken, sessionCookie } from "@/lib/auth/token";
import { report } from "@/lib/report";
import { join } from "@/scripts/demo-stage";
import { toForm } from "@/tests/doors/call";
import { send } from "./forms";
import { ask } from "./keys-stage";
import { setupKey } from "./setup-key";
import { jar, settled } from "./sso-jar";
import { openStage, tenant } from "./stage";

// What Next gives a request of the one browser of this test.
vi.mock("next/headers", async () => (await import("./sso-jar")).browserHeaders);
vi.mock("next/server", async () => (await import("./sso-jar")).serverOfTest);
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));

const stage = await openStage();
afterAll(() => stage.close());
const owner = await stage.openOwner();
const lumen = await tenant("lumen");

/** All rows of all tables, of jobs too, as a copy of the database shows them. */
async function dump(): Promise<string> {
  const { rows: tables } = await owner.query(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const all: unknown[] = [];
  for (const { name } of tables)
    all.push((await owner.query(`SELECT t::text AS row FROM ${name} t`)).rows);
  return JSON.stringify(all);
}

test("no password, code, key, link or session is in what is printed, or can be read in the database", async () => {
  const printed: string[] = [];
  const keep = (text: string | Uint8Array): boolean => printed.push(String(text)) > 0;
  const streams = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, "write").mockImplementation(keep),
  );
  const secrets = new Map<string, string>();
  const used = (what: string, text: string | undefined): string => {
    if (!text || text.length < 6) throw new Error(`no ${what}`);
    secrets.set(what, text);
    return text;
  };
  const email = "vera@lumen.example";
  const password = used("password", "seven quiet lanterns of cny1");
  const account = { name: "Vera", email, zone: "UTC" };
  const { id } = await createUser({ ...account, password });
  await join(lumen.owner, { ...account, id }, "Viewer");
  const session = async (what: string) => {
    const cookie = used(what, jar.get(sessionCookie().name));
    used(`${what}'s id`, (await readToken(cookie))?.sessionId);
  };
  await send(signIn, { email, password: used("wrong password", "eleven loud lanterns of cny2") });
  await send(signIn, { email, password });
  await session("session");
  await send(changeFactor, { step: "app-begin" });
  const secret = used("authenticator's key", await setupKey());
  const code = await generate({ secret });
  const { data } = await send(changeFactor, { step: "app-finish", code });
  const codes: readonly string[] = data?.codes ?? [];
  used("backup code", codes[1]);
  const form = (fields: Record<string, string | string[]>) => toForm(fields);
  const key = { name: "Panel", days: "30", grants: ["schedule.view"] };
  const made = await createKey("lumen", null, form(key));
  const told = JSON.stringify(made);
  const text = used("key", /standby_\w{8}_\w{38}/.exec(told)?.[0]);
  const feed = JSON.stringify(await createFeed("lumen", null, form({})));
  used("feed", /standbyfeed_\w{8}_\w{38}/.exec(feed)?.[0]);
  const next = used("new password", "thirteen dim lanterns of cny3");
  await send(changePassword, { presentPassword: password, password: next });
  jar.clear();
  await send(signIn, { email, password: next });
  await send(giveCode, { code: used("wrong code", "zzzz-zzzz-zzzz-zzzz-zzzz-zzz2") });
  await send(giveCode, { code: used("used backup code", codes[0]) });
  await session("later session");
  await requestReset(email, async (letter) => void used("link", letter.secret));
  const last = used("last password", "nineteen old lanterns of cny4");
  await send(setNewPassword, { secret: secrets.get("link") ?? "", password: last });
  jar.clear();
  expect((await ask(text)).status).toBe(200);
  // What a fault may quote.
  for (const what of ["session", "key", "feed"])
    report(new Error(`cannot read ${secrets.get(what)}, at /reset/${secrets.get("link")}`));
  await settled();
  for (const stream of streams) stream.mockRestore();

  const [words, rows] = [printed.join(""), await dump()];
  expect(words).toContain("[secret]");
  expect(rows).toContain("Vera");
  const plain = [...secrets].flatMap(([what, one]) => [
    [what, one],
    [what, one.replaceAll("-", "")],
    [what, Buffer.from(one).toString("base64").replace(/=+$/, "")],
  ]);
  expect(secrets.size).toBe(15);
  const left = plain.flatMap(([what = "", one = ""]) => [
    ...(words.includes(one) ? [`${what} was printed`] : []),
    ...(rows.includes(one) ? [`${what} is in a row`] : []),
  ]);
  expect(left).toEqual([]);
});
