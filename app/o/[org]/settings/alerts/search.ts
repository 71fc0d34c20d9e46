import * as z from "zod";
import { type SecurityKind, securityKinds } from "@/lib/alerts/log-kinds";
import { logSearchSchema } from "@/lib/roster/log-queries";

const isKind = (text: string): text is SecurityKind => Object.hasOwn(securityKinds, text);

/** The query string of the page of alerts: which entries are listed. What does not parse is left out. */
export const alertSearchSchema = logSearchSchema
  .pick({ before: true, actor: true, from: true, until: true })
  .extend({ group: z.string().max(100).refine(isKind).optional().catch(undefined) });
export type AlertSearch = z.output<typeof alertSearchSchema>;

/** The same filters, further back. */
export function hrefOf({ before: _, ...filters }: AlertSearch, before?: number): string {
  const kept = Object.entries({ ...filters, before });
  const given = kept.flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]));
  return `?${new URLSearchParams(given)}#entries`;
}
