import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { keyRing } from "@/lib/crypto/keys";
import { AppError } from "@/lib/errors";
import { countByKey, isAllPresent, type Tally } from "@/lib/keys/count";
import { rotateAll } from "@/lib/keys/rotate";

const USAGE = "Usage: npm run keys:rotate [-- --check]";

function isCheck(): boolean {
  try {
    const options = { check: { type: "boolean", default: false } } as const;
    return parseArgs({ options }).values.check;
  } catch {
    // What parseArgs says of a wrong option is longer than what to write instead.
    throw new AppError("invalid", USAGE);
  }
}

function print(tally: Tally): void {
  for (const [column, keys] of tally) {
    const counts = [...keys].map(([key, count]) => `${count} under ${key}`);
    console.log(`${column.padEnd(24)} ${counts.join(", ") || "none"}`);
  }
}

/** Encrypts everything under the present master key, then counts; `--check` only counts. Fails if anything is under another. */
async function main(): Promise<boolean> {
  const check = isCheck();
  const [{ id }, ...others] = keyRing();
  console.log(`The present key is ${id}; ${others.length} more can be read.`);
  const stuck = check ? [] : await rotateAll(`keys ${randomUUID()}`, console.log);
  for (const row of stuck) console.error(`Could not be encrypted anew: ${row}`);
  const tally = await countByKey();
  print(tally);
  const whole = isAllPresent(tally);
  console.log(
    whole
      ? `Everything is under ${id}. Links in mails of the last hour may need the key before (docs/keys.md).`
      : `Not everything is under ${id}.`,
  );
  return whole;
}

try {
  process.exit((await main()) ? 0 : 1);
} catch (error) {
  // A bug is shown whole; what the caller can mend is one sentence.
  console.error(error instanceof AppError ? error.message : error);
  process.exit(1);
}
