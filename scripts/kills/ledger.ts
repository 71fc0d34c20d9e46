import * as z from "zod";

/** A client of the soak: two members with their sessions, and a schedule that it shares with another client. */
export const clientSchema = z.object({
  slug: z.string(),
  scheduleId: z.string(),
  /** What is published of the schedule at first, and two people for overrides. */
  roster: z.record(z.string(), z.unknown()),
  people: z.array(z.string()),
  author: z.string(),
  reviewer: z.string(),
});
export type SoakClient = z.output<typeof clientSchema>;

export const seedSchema = z.object({ orgId: z.string(), clients: z.array(clientSchema) });

export const ACTS = ["open", "restore", "save", "submit", "review", "publish", "withdraw"] as const;
export type Act = (typeof ACTS)[number];

/** What a client was told of one draft: how often each act was acknowledged. */
export const draftSchema = z.object({
  draftId: z.string(),
  scheduleId: z.string(),
  acknowledged: z.partialRecord(z.enum(ACTS), z.int()),
});
export type LedgerDraft = z.output<typeof draftSchema>;

export const ledgerSchema = z.object({ orgId: z.string(), drafts: z.array(draftSchema) });
