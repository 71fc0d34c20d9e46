import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { findUserId } from "@/lib/auth/account";
import { findMemberships } from "@/lib/auth/store";
import { AppError } from "@/lib/errors";
import { factorsTaken } from "@/lib/members/factor-commands";
import { enqueue } from "@/lib/notify/outbox";
import { accountsTx } from "@/lib/tenancy/accounts";
import { tenantTx } from "@/lib/tenancy/db";
import { recordOwn } from "@/lib/tenancy/log";

const USAGE = "Usage: npm run lost-factor -- --email ADDRESS";

function readAddress(): string {
  try {
    const { email } = parseArgs({ options: { email: { type: "string" } } }).values;
    if (email) return email;
  } catch {
    // What parseArgs says of a wrong option is longer than what to write instead.
  }
  throw new AppError("invalid", USAGE);
}

/** Takes an account's lost second factors away where no organisation can: see docs/decisions/026-a-lost-factor.md. */
async function main(): Promise<void> {
  const email = readAddress();
  const userId = await findUserId(email);
  if (!userId) throw new AppError("not_found", `There is no account with the address ${email}.`);
  const memberships = await findMemberships(userId);
  const requestId = randomUUID();
  const secret = JSON.stringify(factorsTaken("The operator of this Standby"));
  await accountsTx(async (accounts) => {
    if ((await accounts.takeFactors(userId, null)) !== "possible")
      throw new AppError("conflict", "It has no second factor besides codes by mail.");
    for (const { orgId, memberId } of memberships)
      await tenantTx(orgId, async (db) => {
        await recordOwn(db, requestId, {
          action: "member.factors-taken",
          subject: { kind: "member", id: memberId },
          body: {},
        });
        await enqueue({ actor: { orgId }, db }, { kind: "notice", memberId, secret });
      });
  });
  console.log("Taken away. They sign in with their password and a code by mail.");
}

try {
  await main();
  process.exit(0);
} catch (error) {
  // A bug is shown whole; what the caller can mend is one sentence.
  console.error(error instanceof AppError ? error.message : error);
  process.exit(1);
}
