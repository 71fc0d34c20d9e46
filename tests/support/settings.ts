import { vi } from "vitest";

const nowhere = "postgresql://nobody@127.0.0.1:1/none";

/** Settings with which the product begins and reaches nothing, and others with or instead of them. `vi.unstubAllEnvs` takes them back. */
export function stubSettings(others: Readonly<Record<string, string>> = {}): void {
  const settings = {
    AUTH_SECRET: "the secret of tests, which opens nothing",
    STANDBY_MASTER_KEY: Buffer.alloc(32, 7).toString("base64"),
    STANDBY_URL: "http://localhost:3000",
    DATABASE_URL: nowhere,
    DATABASE_AUTH_URL: nowhere,
    DATABASE_JOBS_URL: nowhere,
    ...others,
  };
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
}
