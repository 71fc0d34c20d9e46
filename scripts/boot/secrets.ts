import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import * as z from "zod";

const shape = z.object({
  STANDBY_MASTER_KEY: z.string().optional(),
  STANDBY_KEYS: z.string().optional(),
  AUTH_SECRET: z.string(),
});
export type Secrets = z.infer<typeof shape>;

/** Beside an external database the operator keeps them, so that all instances have the same. */
export function requireSecrets(): Secrets {
  const { AUTH_SECRET, ...keys } = givenSecrets();
  const hasKey = keys.STANDBY_MASTER_KEY || keys.STANDBY_KEYS;
  if (hasKey && AUTH_SECRET) return { AUTH_SECRET, ...keys };
  throw new Error(
    `With DATABASE_URL set, ${hasKey ? "AUTH_SECRET" : "STANDBY_MASTER_KEY"} must be set too: 32 random bytes in base64, such as "openssl rand -base64 32" prints.`,
  );
}

/** Beside the embedded database they are made once and kept in `secrets.json`; the environment goes first. */
export async function keepSecrets(data: string): Promise<Secrets> {
  const { AUTH_SECRET, ...keys } = givenSecrets();
  if (keys.STANDBY_MASTER_KEY && AUTH_SECRET) return { AUTH_SECRET, ...keys };
  return { ...(await readOrMake(data)), ...keys, ...(AUTH_SECRET && { AUTH_SECRET }) };
}

/** What the environment says; empty counts as unset, as it does in Compose files. */
function givenSecrets(): Partial<Secrets> {
  const { STANDBY_MASTER_KEY, STANDBY_KEYS, AUTH_SECRET } = process.env;
  return {
    ...(STANDBY_MASTER_KEY && { STANDBY_MASTER_KEY }),
    ...(STANDBY_KEYS && { STANDBY_KEYS }),
    ...(AUTH_SECRET && { AUTH_SECRET }),
  };
}

async function readOrMake(data: string): Promise<Secrets> {
  const file = path.join(data, "secrets.json");
  if (existsSync(file)) return shape.parse(JSON.parse(await readFile(file, "utf8")));
  if (existsSync(path.join(data, "postgres.json"))) {
    throw new Error(
      `There is a database in ${data} but its key is gone: put ${file} back, or set STANDBY_MASTER_KEY and AUTH_SECRET.`,
    );
  }
  const made = makeSecrets();
  await writeFile(file, JSON.stringify(made), { mode: 0o600 });
  return made;
}

export function makeSecrets(): Secrets {
  const make = () => randomBytes(32).toString("base64");
  return { STANDBY_MASTER_KEY: make(), AUTH_SECRET: make() };
}
