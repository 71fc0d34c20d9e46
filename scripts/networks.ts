import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { authClient } from "@/lib/auth/db";
import { AppError } from "@/lib/errors";
import { tenantTx } from "@/lib/tenancy/db";
import { recordOwn } from "@/lib/tenancy/log";

const USAGE = "Usage: npm run networks -- --org SLUG [--clear]";

function readArguments(): { readonly slug: string; readonly clear: boolean } {
  const options = { org: { type: "string" }, clear: { type: "boolean", default: false } } as const;
  try {
    const { org, clear } = parseArgs({ options }).values;
    if (org) return { slug: org, clear };
  } catch {
    // What parseArgs says of a wrong option is longer than what to write instead.
  }
  throw new AppError("invalid", USAGE);
}

/** Shows from where an organisation lets people in; `--clear` lets them in from everywhere: the way back for its owners. */
async function main(): Promise<void> {
  const { slug, clear } = readArguments();
  const found = await authClient().organisation.findFirst({
    where: { slug },
    select: { orgId: true, networks: true },
  });
  if (!found) throw new AppError("not_found", `There is no organisation ${slug}.`);
  const { orgId, networks } = found;
  console.log(networks.length > 0 ? networks.join("\n") : "From everywhere.");
  if (!clear || networks.length === 0) return;
  await tenantTx(orgId, async (db) => {
    await db.organisation.updateMany({ data: { networks: [] } });
    await recordOwn(db, randomUUID(), {
      action: "network.changed",
      subject: { kind: "organisation", id: orgId },
      body: { before: networks.length, after: 0 },
    });
  });
  console.log("Cleared: people and programs come in from everywhere.");
}

try {
  await main();
  process.exit(0);
} catch (error) {
  // A bug is shown whole; what the caller can mend is one sentence.
  console.error(error instanceof AppError ? error.message : error);
  process.exit(1);
}
