import "server-only";
import { take } from "./spend";

/** What the operator is told of: accounts tried from one block of addresses, or from many. */
export type Spray = "spray-block" | "spray-anywhere";

/**
 * Counts that a password of the account was wrong, whether there is such an account or not, and in whichever organisation. Says
 * what that makes too many of: each once an hour. The rules of an organisation's own log see only its members.
 */
export async function countTried(account: string, block: string): Promise<readonly Spray[]> {
  const isNew = (await take("tried-account", `${block} ${account}`)).ok;
  if (!isNew) return [];
  const here = await take("tried-block", block);
  const anywhere = await take("tried-anywhere", "all");
  return [
    ...(!here.ok && here.first ? (["spray-block"] as const) : []),
    ...(!anywhere.ok && anywhere.first ? (["spray-anywhere"] as const) : []),
  ];
}
