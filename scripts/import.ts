import { randomUUID } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { parseArgs } from "node:util";
import { emailIndexes } from "@/lib/auth/account";
import { authClient } from "@/lib/auth/db";
import { findUserByEmailHash } from "@/lib/auth/store";
import { AppError } from "@/lib/errors";
import { decodeText } from "@/lib/import/decode";
import { FILE_LIMIT } from "@/lib/import/json";
import { previewImport, runImport } from "@/lib/roster/import-commands";
import { toText } from "@/lib/roster/import-text";
import type { Actor } from "@/lib/tenancy/actor";
import { tenantTx } from "@/lib/tenancy/db";
import { toGrant } from "@/lib/tenancy/permissions";

const USAGE = "Usage: npm run import -- FILE --org SLUG --team NAME --as EMAIL [--draft]";

type Arguments = {
  readonly file: string;
  readonly org: string;
  readonly team: string;
  readonly email: string;
  readonly draft: boolean;
};

function readArguments(): Arguments {
  const options = {
    org: { type: "string" },
    team: { type: "string" },
    as: { type: "string" },
    draft: { type: "boolean", default: false },
  } as const;
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const [file, ...rest] = positionals;
    const { org, team, as: email, draft } = values;
    if (file && org && team && email && rest.length === 0) {
      return { file, org, team, email: email.trim().toLowerCase(), draft };
    }
  } catch {
    // What parseArgs says of a wrong option is longer than what to write instead.
  }
  throw new AppError("invalid", USAGE);
}

async function readText(file: string): Promise<string> {
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) throw new AppError("not_found", `There is no file ${file}.`);
  if (found.size > FILE_LIMIT) throw new AppError("invalid", `${file} is larger than 2 MB.`);
  return decodeText(await readFile(file));
}

/** The member with this address in the organisation, with the permissions they hold now. */
async function actorOf({ org, email }: Arguments): Promise<Actor> {
  const organisation = await authClient().organisation.findFirst({
    where: { slug: org },
    select: { orgId: true, name: true },
  });
  if (!organisation) throw new AppError("not_found", `There is no organisation ${org}.`);
  const user = await findUserByEmailHash(emailIndexes(email));
  const { orgId } = organisation;
  const member = await tenantTx(orgId, (db) =>
    db.member.findFirst({
      where: { userId: user?.id ?? randomUUID(), removedAt: null },
      select: { id: true, grants: { select: { permission: true, teamId: true } } },
    }),
  );
  if (!user || user.disabledAt || !member) {
    throw new AppError("not_found", `${email} is no member of ${org}.`);
  }
  return {
    orgId,
    slug: org,
    organisation: organisation.name,
    memberId: member.id,
    userId: user.id,
    name: user.name,
    zone: user.zone,
    sessionHash: "",
    requestId: randomUUID(),
    byOperator: true,
    grants: member.grants.flatMap(toGrant),
  };
}

/** Nobody else waits for this process: it may take its time. */
const PATIENT = { timeoutMs: 120_000 };

async function main(): Promise<void> {
  const given = readArguments();
  const text = await readText(given.file);
  const actor = await actorOf(given);
  const now = Date.now();
  const teamId = await tenantTx(actor.orgId, async (db) => {
    const team = await db.team.findFirst({ where: { name: given.team }, select: { id: true } });
    if (!team) throw new AppError("not_found", `There is no team ${given.team} in ${given.org}.`);
    return team.id;
  });
  const report = await tenantTx(
    actor.orgId,
    (db) => previewImport({ actor, db, now }, text),
    PATIENT,
  );
  console.log(toText(report));
  if (!given.draft) {
    console.log("\nNothing was changed. Add --draft to make drafts of it.");
    return;
  }
  const { draftIds, people } = await tenantTx(
    actor.orgId,
    (db) => runImport({ actor, db, now }, { text, teamId }),
    PATIENT,
  );
  console.log(`\nMade: drafts ${draftIds.length}, people ${people}. Nothing is published.`);
}

try {
  await main();
  process.exit(0);
} catch (error) {
  // A bug is shown whole; what the caller can mend is one sentence.
  console.error(error instanceof AppError ? error.message : error);
  process.exit(1);
}
