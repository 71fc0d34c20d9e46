import { mailOwners } from "@/lib/notify/outbox";
import type { Context } from "@/lib/tenancy/context";
import { type Entry, record } from "@/lib/tenancy/log";

/**
 * Logs a change of how members sign in, and mails it to every owner: whoever has a provider say who people are can come in
 * as any of them. `words` go on after the actor's name.
 */
export async function noteSsoChange(context: Context, entry: Entry, words: string): Promise<void> {
  const { organisation, name, slug } = context.actor;
  await mailOwners(context, {
    subject: `Single sign-on of ${organisation} has changed`,
    paragraphs: [
      `${name} ${words}.`,
      "Whoever runs a provider can sign in as the members that are linked to it. If you know of no reason for this, ask them now, and take it back in the settings.",
    ],
    link: { text: "See the settings", path: `/o/${slug}/settings/sso` },
  });
  await record(context, entry);
}
