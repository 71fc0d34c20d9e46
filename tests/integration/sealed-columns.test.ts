import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createUser } from "@/lib/auth/account";
import { beginCodeFactor, finishCodeFactor, setUpScope } from "@/lib/auth/sent-code";
import { IDENTITY_COLUMNS, TENANT_COLUMNS } from "@/lib/keys/columns";
import { invite } from "@/lib/members/commands";
import { queueCode, queueLetter } from "@/lib/notify/worker";
import { changePerson } from "@/lib/people/commands";
import { runPeople } from "@/lib/roster/import-people";
import { recordRefused } from "@/lib/tenancy/tally";
import { as, person } from "@/scripts/demo-stage";
import { fullTenant } from "./every-model";
import { acting, openStage, type Tenant, unheard } from "./stage";

const NOW = Date.now();

let stage: Awaited<ReturnType<typeof openStage>>;
let owner: pg.Client;
beforeAll(async () => {
  stage = await openStage(() => ({ SMS_COUNTRIES: "GB" }));
  owner = await stage.openOwner();
});
afterAll(() => stage.close());

/** Names of columns whose content somebody might want who has a copy of the database. */
const TELLING =
  /mail|phone|mobile|number|address|contact|value|secret|token|totp|key|code|password|box|hash|jws|credential|client|payload|body/i;

/** Columns with such a name that need not be encrypted, and why. */
const NOT_SECRET: Readonly<Record<string, string>> = {
  "Alert.mailedAt": "an instant",
  "ApiKey.prefix": "shown on purpose",
  "ChangeLogEntry.body": "ids and facts; details in it are encrypted under keys of people",
  "ChangeLogEntry.hash": "of the chain",
  "ChangeLogEntry.number": "counts entries",
  "ChangeLogHead.hash": "of the chain",
  "ChangeLogHead.number": "counts entries",
  "ChangeLogHead.sealedHash": "of the chain",
  "Identity.subjectHash": "a keyed hash",
  "Invitation.tokenHash": "SHA-256 of 256 random bits",
  "KeptKey.purpose": "a name",
  "KeyNetwork.keyId": "an id",
  "Organisation.factorKinds": "names of kinds",
  "Outbox.payload": "ids and instants; an invitation's secret in it is encrypted",
  "PasskeyChallenge.challengeHash": "SHA-256 of random bits",
  "Passkey.publicKey": "public",
  "PasswordReset.deviceHash": "SHA-256 of random bits",
  "PasswordReset.tokenHash": "SHA-256 of 256 random bits",
  "PendingSignIn.idHash": "SHA-256 of 256 random bits",
  "RateLimit.key": "a limit's name and a keyed hash",
  "RequestKey.key": "made by a browser for one request",
  "Revision.number": "counts revisions",
  "SamlAssertion.idHash": "a keyed hash",
  "SamlAssertion.ticketHash": "SHA-256 of 256 random bits",
  "Session.deviceHash": "SHA-256 of random bits",
  "Session.idHash": "SHA-256 of 256 random bits",
  "SignedHead.hash": "of the chain",
  "SignedHead.jws": "published",
  "SignedHead.keyId": "published",
  "SignedHead.number": "counts entries",
  "HeadSink.number": "counts entries",
  "SsoConnection.clientId": "shown in the address of every sign-in",
  "SsoDomain.token": "published in DNS",
  "User.codeTries": "a count",
  "User.codeTriesSince": "an instant",
  "User.passwordHash": "bcrypt of a keyed hash",
  "User.totpStep": "a count",
  "SentCode.codeHash": "a keyed hash of a code that holds for ten minutes",
  "ApiKey.keyHash": "a keyed hash of 190 random bits",
  "Feed.tokenHash": "a keyed hash of 190 random bits",
  "ScimToken.tokenHash": "a keyed hash of 190 random bits",
  "ScimUser.userNameHash": "a keyed hash",
  "ScimUser.externalIdHash": "a keyed hash",
};

describe("every column with a telling name", () => {
  test("is encrypted, an index beside what is encrypted, or said to be no secret", async () => {
    const { rows } = await owner.query<{ name: string }>(
      `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
         WHERE table_schema = 'public' AND table_name <> '_prisma_migrations' ORDER BY 1`,
    );
    const columns = [...IDENTITY_COLUMNS, ...TENANT_COLUMNS];
    const sealed = columns.map(({ name }) => name);
    const indexes = columns.flatMap(({ name, index }) =>
      index ? [`${name.split(".")[0]}.${index.column}`] : [],
    );
    const known = new Set([...sealed, ...indexes, ...Object.keys(NOT_SECRET)]);
    const names = rows.map(({ name }) => name);
    const telling = names.filter((name) => TELLING.test(name.split(".")[1] ?? ""));
    expect(telling.filter((name) => !known.has(name))).toEqual([]);
    // What is gone from the tables must go from the lists.
    expect([...known].filter((name) => !names.includes(name))).toEqual([]);
  });

  test("every column of ciphertexts is encrypted anew when keys change", async () => {
    const { rows } = await owner.query<{ name: string }>(
      `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
         WHERE table_schema = 'public' AND (column_name LIKE '%Box' OR column_name = 'box') ORDER BY 1`,
    );
    const sealed = [...IDENTITY_COLUMNS, ...TENANT_COLUMNS].map(({ name }) => name);
    expect(rows.map(({ name }) => name)).toEqual(sealed.sort());
  });
});

/** Everything that a dump of the database holds: each row of each table, ours and the queue's. */
async function dump(): Promise<string> {
  const { rows } = await owner.query<{ schema: string; name: string }>(
    `SELECT schemaname AS schema, tablename AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const parts: string[] = [];
  for (const { schema, name } of rows) {
    const table = `${owner.escapeIdentifier(schema)}.${owner.escapeIdentifier(name)}`;
    const found = await owner.query<{ row: string }>(`SELECT t::text AS row FROM ${table} t`);
    parts.push(...found.rows.map(({ row }) => row));
  }
  return parts.join("\n");
}

describe("a dump of the database", () => {
  const EMAILS = /[\w.+-]+@[\w-]+(\.[\w-]+)+/g;
  let lumen: Tenant;

  beforeAll(async () => {
    lumen = await fullTenant("lumen");
    await fullTenant("harbour");
    const { orgId, owner: olga, teamId } = lumen;
    const id = await person(olga, "Rita", "UTC", "+447400123456", "rita@dump.example", [teamId]);
    await as(olga, NOW, (context) =>
      changePerson(context, {
        personId: id,
        name: "Rita",
        zone: "UTC",
        phone: "+447400654321",
        email: "rita.new@dump.example",
        teams: [teamId],
      }),
    );
    const csv = "name,email,phone\nImke,imke@dump.example,+44 7400 777777\n";
    await as(olga, NOW, (context) => runPeople(context, { text: csv, country: "GB" }));
    const grants = [{ permission: "schedule.view", teamId: null } as const];
    await as(olga, NOW, (context) =>
      invite(context, { name: "Guest", email: "guest@dump.example", grants }),
    );
    const email = "ana@dump.example";
    const ana = await createUser({ email, name: "Ana", password: "a long password", zone: "UTC" });
    const by = await acting(ana.id);
    const scope = setUpScope(by.sessionHash);
    const sentFor = { userId: ana.id, kind: "sms", scope } as const;
    let code = "";
    const send = async (letter: { readonly code: string }) => {
      code = letter.code;
    };
    await beginCodeFactor(sentFor, "+447400111222", send, NOW);
    await finishCodeFactor(by, "sms", code, NOW, unheard);
    await beginCodeFactor({ ...sentFor, scope: "another" }, "+447400333444", send, NOW + 120_000);
    await queueLetter({ to: { name: "Ana", address: email }, subject: "x", paragraphs: ["y"] });
    await queueCode({ kind: "sms", to: "+447400111222", code: "123456" });
    const origin = { address: "203.0.113.77", device: "a browser" };
    const refused = { action: "permission.refused", door: "log.view" } as const;
    await as(olga, NOW, ({ actor, db }) =>
      recordRefused({ ...actor, orgId, origin }, db, refused, NOW),
    );
  });

  test("holds nobody's address, number or network", async () => {
    const text = await dump();
    expect(text).toContain("Rita");
    expect(text.length).toBeGreaterThan(20_000);
    expect(text.match(EMAILS) ?? []).toEqual([]);
    for (const digits of ["7400123456", "7400654321", "7400111222", "7400333444", "7400777777"])
      expect([digits, text.includes(digits)]).toEqual([digits, false]);
    expect(text).not.toContain("203.0.113.77");
  });
});
