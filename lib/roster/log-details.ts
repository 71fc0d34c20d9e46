import type { StoredEntry } from "@/lib/log/chain";
import { canEverywhere } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import type { Action, Details } from "@/lib/tenancy/log-actions";
import { detailsIn } from "@/lib/tenancy/log-details";
import { openDetails } from "@/lib/tenancy/person-key";
import { field } from "./log-facts";

/** Of these, what is kept under somebody's key is what they wrote to others: whoever reads the log may read it. */
const WORDS: ReadonlySet<string> = new Set([
  "draft.reviewed",
  "schedule.published",
  "alert.seen",
  "support.granted",
] satisfies (Action & keyof Details)[]);

/** People's details are for who manages people or members everywhere. */
const maySee = ({ actor }: Context, { action }: StoredEntry): boolean =>
  WORDS.has(action) ||
  canEverywhere(actor, "people.manage") ||
  canEverywhere(actor, "member.manage");

/** What each of these entries holds as ciphertext, as far as the actor may see it and its key is still there. */
export async function openedDetails(
  context: Context,
  entries: readonly StoredEntry[],
): Promise<readonly (readonly unknown[])[]> {
  const { actor, db } = context;
  const held = entries.map((entry) =>
    maySee(context, entry) ? detailsIn(JSON.parse(entry.body)) : [],
  );
  const boxes = held.flat().map(({ holder, box }) => ({ holderId: holder, box }));
  const opened = [...(await openDetails(db, actor.orgId, boxes))];
  return held.map((own) => opened.splice(0, own.length).filter((value) => value !== null));
}

const LABELS: Readonly<Record<string, string>> = {
  name: "Name",
  phone: "Phone",
  email: "Mail",
  zone: "Time zone",
  userName: "User name",
  externalId: "Id at the provider",
  words: "Words",
  waiver: "Reason for the waiver",
  address: "Address",
  value: "Networks",
  teamId: "Team",
};

const shown = (value: unknown): string => {
  if (value === null || value === undefined || value === "") return "none";
  return typeof value === "string" ? value : [value].flat().join(", ") || "none";
};

const parts = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : { value };

/** What an entry's details say, a line each: "Phone: none → +49 30 1234". What did not change is left out. */
export function detailLines(details: unknown): readonly string[] {
  const change = Reflect.has(Object(details), "after");
  if (!change)
    return Object.entries(parts(details)).map(
      ([name, value]) => `${LABELS[name] ?? name}: ${shown(value)}`,
    );
  const [before, after] = [parts(field(details, "before") ?? {}), parts(field(details, "after"))];
  return Object.keys(after).flatMap((name) => {
    const [was, is] = [shown(before[name]), shown(after[name])];
    if (was === is) return [];
    const label = LABELS[name] ?? name;
    return [field(details, "before") ? `${label}: ${was} → ${is}` : `${label}: ${is}`];
  });
}
