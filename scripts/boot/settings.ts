import { existsSync } from "node:fs";
import path from "node:path";
import { isPrivateWay, PLAIN_WAY } from "@/lib/env";

/** What the operator decides, with what holds when nothing is said. `.env` is read too. */
export type Settings = {
  readonly data: string;
  readonly host: string;
  readonly port: number;
  readonly url: string;
  /** The owner's address of an external database; absent: the embedded one. */
  readonly ownerUrl: string | undefined;
  /** The addresses of the three roles, when the operator made them. */
  readonly roleUrls: RoleUrls | undefined;
  readonly demo: boolean;
};

export type RoleUrls = { readonly app: string; readonly auth: string; readonly jobs: string };

/** @throws Error with one sentence about the first setting that makes no sense. */
export function readSettings(): Settings {
  if (existsSync(".env")) process.loadEnvFile(".env");
  const port = Number(setting("PORT") ?? 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Error(`PORT must be a number from 1 to 65535 and is ${process.env.PORT}.`);
  }
  const roleUrls = readRoleUrls();
  const ownerUrl = setting("DATABASE_URL");
  if (roleUrls !== undefined && ownerUrl === undefined) {
    throw new Error("DATABASE_APP_URL is set without DATABASE_URL, the address of the owner.");
  }
  if (ownerUrl !== undefined && setting("DATABASE_PLAIN") !== "on" && !isPrivateWay(ownerUrl))
    throw new Error(`DATABASE_URL ${PLAIN_WAY}.`);
  return {
    data: path.resolve(setting("DATA_DIR") ?? ".data"),
    host: setting("HOST") ?? "127.0.0.1",
    port,
    url: setting("STANDBY_URL") ?? `http://localhost:${port}`,
    ownerUrl,
    roleUrls,
    demo: setting("STANDBY_DEMO") !== "off",
  };
}

function readRoleUrls(): RoleUrls | undefined {
  const app = setting("DATABASE_APP_URL");
  const auth = setting("DATABASE_AUTH_URL");
  const jobs = setting("DATABASE_JOBS_URL");
  if (app !== undefined && auth !== undefined && jobs !== undefined) return { app, auth, jobs };
  if (app === undefined && auth === undefined && jobs === undefined) return undefined;
  throw new Error(
    "Set all three of DATABASE_APP_URL, DATABASE_AUTH_URL and DATABASE_JOBS_URL, or none.",
  );
}

/** Empty counts as unset, as it does in Compose files. */
function setting(name: string): string | undefined {
  return process.env[name] || undefined;
}
