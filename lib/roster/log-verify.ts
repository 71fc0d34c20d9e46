import { type Link, type StoredEntry, type Verdict, verifyFrom } from "@/lib/log/chain";
import { publicKeys } from "@/lib/log/key";
import { type Frontier, grow, rootOf } from "@/lib/log/merkle";
import { entriesAfter, headsBetween, logEnds, type StoredHead } from "@/lib/log/read";
import { readHead } from "@/lib/log/statement";
import type { Context } from "@/lib/tenancy/context";
import type { TenantDb } from "@/lib/tenancy/db";
import { publicationProblem, unloggedProblem } from "./log-fold";

const PAGE = 1_000;
/** What one request verifies, in entries and ms, and a page of entries at least; the next begins where it ended. */
const PORTION = { entries: 50_000, ms: 3_000 } as const;

type Broken = Extract<Verdict, { whole: false }>;

export type Verified = {
  readonly verdict: Verdict;
  /** Numbers of this portion: behind `after`, and whether entries follow that were not looked at. */
  readonly after: number;
  readonly more: boolean;
  /** How many signed heads were met. */
  readonly heads: number;
};

const broken = (number: number, why: string): Broken => ({ whole: false, number, why });

/** How far it was verified, and the tree up to there as far as it is known. */
type Reached = { readonly link: Link; readonly frontier: Frontier | null; readonly heads: number };

/**
 * Verifies a portion of the log behind entry `after`: the chain, the signed heads, and that each
 * publication's operations give the revision that is published. Entry `after` itself is taken as verified before;
 * 0, or a sealed one, begins where the log begins. The rules are those of `standby-verify`. In a transaction that sees one
 * moment: what is logged meanwhile would seem to be missing, or more than there should be.
 */
export async function verifyLog(
  context: Context,
  after: number,
  portion: { readonly entries: number; readonly ms: number } = PORTION,
): Promise<Verified> {
  const { db } = context;
  const until = performance.now() + portion.ms;
  const { head, sealed } = await logEnds(db);
  const start = await startAt(db, after, sealed);
  const begin = start.link.number;
  let reached = start;
  let more = false;
  while (reached.link.number < head.number && !more) {
    const entries = await entriesAfter(db, reached.link.number, PAGE);
    if (entries.length === 0) break;
    const next = await verifyPage(db, reached, entries);
    if ("why" in next) return { verdict: next, after: begin, more: false, heads: reached.heads };
    reached = next;
    const isFull = next.link.number - begin >= portion.entries || performance.now() >= until;
    more = isFull && next.link.number < head.number;
  }
  const { link, heads } = reached;
  const verdict = more ? null : await endProblem(db, link, head);
  return { verdict: verdict ?? { whole: true, head: link }, after: begin, more, heads };
}

async function startAt(db: TenantDb, after: number, sealed: Link): Promise<Reached> {
  const [entry] = after > sealed.number ? await entriesAfter(db, after - 1, 1) : [];
  const link = entry?.number === after ? { number: after, hash: entry.hash } : sealed;
  const [kept] = await headsBetween(db, link.number, link.number);
  const none = link.number === 0 ? [] : null;
  return { link, frontier: kept?.frontier ?? none, heads: 0 };
}

async function verifyPage(
  db: TenantDb,
  { link, frontier, heads }: Reached,
  entries: readonly StoredEntry[],
): Promise<Reached | Broken> {
  const verdict = verifyFrom(link, entries);
  if (!verdict.whole) return verdict;
  const signed = await headsBetween(db, link.number + 1, verdict.head.number);
  const tree = await verifyHeads(frontier, entries, signed);
  if (tree !== null && "why" in tree) return tree;
  const published = await publicationProblem(db, entries);
  return published ?? { link: verdict.head, frontier: tree, heads: heads + signed.length };
}

/** Lets the tree grow by these entries and compares it with the heads signed on the way. */
async function verifyHeads(
  frontier: Frontier | null,
  entries: readonly StoredEntry[],
  signed: readonly StoredHead[],
): Promise<Frontier | Broken | null> {
  const { keys } = await publicKeys();
  const heads = new Map(signed.map((head) => [head.number, head]));
  let tree = frontier;
  for (const { orgId, number, hash } of entries) {
    tree = tree && grow(tree, number - 1, hash);
    const head = heads.get(number);
    if (!head) continue;
    // In a portion that begins between two heads, the tree is known from the first one on.
    tree ??= head.frontier;
    const stated = await readHead(head.jws, keys);
    if (!stated)
      return broken(number, "Its signed head has no signature of a key that is held here.");
    if (stated.orgId !== orgId || stated.number !== number || stated.hash !== hash)
      return broken(number, "Its signed head is of another entry: the log was rewritten.");
    if (stated.root !== rootOf(tree))
      return broken(
        number,
        "Its signed head states another tree: an entry before it was rewritten.",
      );
  }
  return tree;
}

async function endProblem(db: TenantDb, link: Link, head: Link): Promise<Broken | null> {
  const lost = broken(link.number + 1, "It is missing at the end of the log.");
  if (link.number !== head.number || link.hash !== head.hash) return lost;
  const beyond = await db.signedHead.count({ where: { number: { gt: BigInt(head.number) } } });
  if (beyond > 0) return lost;
  return unloggedProblem(db, link.number);
}

/**
 * Compares the log with a head that somebody kept elsewhere, a JWS. Null: it is of this log. Else a sentence that says what
 * is wrong.
 */
export async function compareKept({ actor, db }: Context, jws: string): Promise<string | null> {
  const kept = await readHead(jws.trim(), (await publicKeys()).keys);
  if (!kept) return "That is no head that this installation signed.";
  if (kept.orgId !== actor.orgId) return "That head is of another organisation’s log.";
  const [entry] = await entriesAfter(db, kept.number - 1, 1);
  const [head] = await headsBetween(db, kept.number, kept.number);
  const { sealed } = await logEnds(db);
  const hash = kept.number <= sealed.number ? head?.hash : entry?.hash;
  if (hash === kept.hash && (!head || head.root === kept.root)) return null;
  return `Entry ${kept.number} is not the one that was signed then: the log was rewritten, or cut off.`;
}
