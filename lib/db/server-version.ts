/**
 * The oldest minor release of each major one. Before them planner statistics could show a role values of rows that
 * row-level security hides from it (CVE-2025-8713).
 */
const OLDEST: Readonly<Record<number, number>> = { 15: 14, 16: 10, 17: 6 };

/** Whether row-level security can be relied on. `version` is PostgreSQL's `server_version_num`: 150014 is 15.14. */
export function isSafeServer(version: number): boolean {
  const major = Math.floor(version / 10_000);
  return major >= 15 && version % 10_000 >= (OLDEST[major] ?? 0);
}

/** 15.14 for 150014. */
export function serverName(version: number): string {
  return `${Math.floor(version / 10_000)}.${version % 10_000}`;
}
