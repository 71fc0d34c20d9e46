import "server-only";
import { authClient } from "./db";

/** The sealed key of this purpose, which is `make()` if there was none. Of several who make one, the first wins. */
export async function findOrKeepKey(purpose: string, make: () => string): Promise<string> {
  const found = await find(purpose);
  if (found) return found.keyBox;
  await authClient().keptKey.createMany({
    data: [{ purpose, keyBox: make() }],
    skipDuplicates: true,
  });
  const kept = await find(purpose);
  if (!kept) throw new Error("a key that was kept is gone");
  return kept.keyBox;
}

const find = (purpose: string) =>
  authClient().keptKey.findFirst({ where: { purpose }, select: { keyBox: true } });
