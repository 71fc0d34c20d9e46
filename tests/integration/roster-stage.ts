import { openDraft, saveDraft, submitDraft } from "@/lib/roster/draft-commands";
import { publishDraft } from "@/lib/roster/publish";
import { toDefinition } from "@/lib/roster/published";
import { reviewDraft } from "@/lib/roster/review-commands";
import type { Definition } from "@/lib/schedule/types";
import type { Actor } from "@/lib/tenancy/actor";
import { as } from "@/scripts/demo-stage";
import { DAY, openStage, outcome, published, replaced, tenant, weekly } from "./stage";

export const NOW = Date.now();

export type Work = Parameters<typeof as<unknown>>[2];
export type Seen = { readonly draftId: string; readonly version: number };

/**
 * An organisation with a published schedule, members of every kind, and what they do to drafts of it. `date`: since when weeks
 * begin, for who must know on which day they do.
 */
export async function rosterStage(date?: string) {
  const stage = await openStage();
  const lumen = await tenant("lumen");
  const stranger = (await tenant("harbour")).owner;
  const author = await lumen.member("Ana Author", "Scheduler");
  const editor = await lumen.member("Ed Editor", "Scheduler");
  const reviewer = await lumen.member("Rita Reviewer", "Approver");
  const viewer = await lumen.member("Vic Viewer", "Viewer");
  const people = [await lumen.person("Chen"), await lumen.person("Farah")] as const;
  const rotation = weekly(people, "Europe/London", date);
  const scheduleId = await published(lumen, author, reviewer, NOW - 3 * DAY, rotation);

  const at = (actor: Actor, work: Work, now = NOW) => outcome(as(actor, now, work));
  const head = async (): Promise<Definition> =>
    as(author, NOW, async ({ db }) => {
      const row = await db.revision.findFirst({
        where: { scheduleId },
        orderBy: { number: "desc" },
      });
      return toDefinition(row?.definition);
    });

  /** A draft saved by its author: by default Farah stands in for Chen, `days` days from now, for a day. */
  async function saved(document?: Definition, days = 10): Promise<Seen> {
    const { draftId } = await as(author, NOW, (context) => openDraft(context, { scheduleId }));
    const [who, by] = people;
    const from = NOW + days * DAY;
    const next = document ?? replaced(await head(), who, by, from, from + 8 * DAY);
    const { version } = await as(author, NOW, (context) =>
      saveDraft(context, { draftId, version: 1, title: "Change", words: "", document: next }),
    );
    return { draftId, version };
  }

  async function submitted(document?: Definition, days?: number): Promise<Seen> {
    const seen = await saved(document, days);
    await as(author, NOW, (context) => submitDraft(context, seen));
    return seen;
  }

  const approve = (by: Actor, seen: Seen, waiver = "", now = NOW) =>
    at(
      by,
      (context) => reviewDraft(context, { ...seen, decision: "approve", words: "", waiver }),
      now,
    );
  const publish = (by: Actor, seen: Seen, now = NOW) =>
    at(by, (context) => publishDraft(context, seen), now);
  const said = (by: Actor, seen: Seen, now = NOW): Promise<string> =>
    as(by, now, (context) => publishDraft(context, seen)).then(
      () => "published",
      (error: Error) => error.message,
    );

  async function draftOf(draftId: string): Promise<{ document: unknown; status: string }> {
    const draft = await as(author, NOW, ({ db }) => db.draft.findFirst({ where: { id: draftId } }));
    return { document: draft?.document, status: draft?.status ?? "" };
  }

  async function grant({ memberId }: Actor, permission: string): Promise<void> {
    await as(lumen.owner, NOW, ({ db }) => db.grant.create({ data: { memberId, permission } }));
  }

  async function ungrant({ memberId }: Actor, permission: string): Promise<void> {
    await as(lumen.owner, NOW, ({ db }) =>
      db.grant.deleteMany({ where: { memberId, permission } }),
    );
  }

  return {
    stage,
    lumen,
    stranger,
    author,
    editor,
    reviewer,
    viewer,
    people,
    scheduleId,
    at,
    head,
    saved,
    submitted,
    approve,
    publish,
    said,
    draftOf,
    grant,
    ungrant,
  };
}
