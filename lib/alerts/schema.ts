import * as z from "zod";
import { rowIdSchema } from "@/lib/tenancy/row-id";

/** What looks like an attack or an abuse; each is a rule in a file of its own. */
export const RULES = ["spray", "spike", "travel", "export", "off-hours"] as const;
export type RuleName = (typeof RULES)[number];
export const ruleSchema = z.enum(RULES);

/** What an alert is about, as it is stored: ids, numbers of entries and counts. Who and from where is read from the entries. */
export const factsSchema = z.object({
  /** What was counted: accounts, sign-ins, exports, permissions. */
  count: z.int(),
  /** The first and the last entry that were counted. */
  since: z.number(),
  until: z.number(),
  /** Of what was counted, or what it is like: failures or sign-ins for a spike, a key for exports, what was opened off hours. */
  what: z.string().default(""),
  /** The members it was done to, or who were tried. */
  members: z.array(rowIdSchema).default([]),
  /** Accounts that a spraying place got into. */
  entered: z.array(rowIdSchema).default([]),
  /** The numbers of the last entries that were counted. */
  entries: z.array(z.int()),
});
export type Facts = z.output<typeof factsSchema>;

const MOST_NOTE = 1_000;

export const markSeenSchema = z.strictObject({
  alertId: rowIdSchema,
  note: z.string().trim().max(MOST_NOTE, `Use at most ${MOST_NOTE} characters.`).default(""),
});
