import type pg from "pg";
import { TENANT_MODELS } from "@/lib/tenancy/models";
import type { Answer, Sent } from "./send";

const CANARIES = /cny[0-9a-f]{10}/g;
const ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const IDS = new RegExp(ID, "g");

/** A question of the tenant with this canary, and its answer. */
export type Heard = {
  readonly canary: string;
  readonly sent: Sent;
  readonly answer: Answer;
};

/** The organisation's address in a path, which also names its canary: it is no text of the organisation's. */
const slugIn = ({ path }: Sent): string => path.split("/")[2] || "/o/";

const toldBy = ({ headers, body }: Answer): string => [...headers.values(), body].join("\n");

/** The canaries in an answer that are neither the asker's nor stand in the question. */
export function foreignCanaries({ canary, sent, answer }: Heard): string[] {
  const slug = slugIn(sent);
  const told = toldBy(answer).replaceAll(slug, "").match(CANARIES) ?? [];
  const asked = JSON.stringify([sent.path, sent.search, sent.action]).replaceAll(slug, "");
  return [...new Set(told)].filter((word) => word !== canary && !asked.includes(word));
}

/** Whether an answer shows a text of the tenant who asked. */
export function tellsOwn({ canary, sent, answer }: Heard): boolean {
  return answer.body.replaceAll(slugIn(sent), "").includes(canary);
}

/** The ids in an answer that do not stand in the question. */
export function idsIn({ sent, answer }: Heard): string[] {
  const asked = JSON.stringify([sent.path, sent.search, sent.action]);
  const told = toldBy(answer).match(IDS) ?? [];
  return [...new Set(told)].filter((id) => !asked.includes(id));
}

/** Whose each id is that stands in any row of one organisation alone: in a column, a document, or the log of what was. */
export async function ownersOfIds(
  owner: Pick<pg.Pool, "query">,
): Promise<ReadonlyMap<string, string>> {
  const owners = new Map<string, string>();
  const shared = new Set<string>();
  for (const model of TENANT_MODELS) {
    const { rows } = await owner.query<{ org: string; id: string }>(
      `SELECT DISTINCT "orgId"::text AS org, m[1] AS id FROM "${model}" t, regexp_matches(t::text, '(${ID})', 'g') m`,
    );
    for (const { org, id } of rows) {
      if ((owners.get(id) ?? org) === org) owners.set(id, org);
      else shared.add(id);
    }
  }
  for (const id of shared) owners.delete(id);
  return owners;
}
