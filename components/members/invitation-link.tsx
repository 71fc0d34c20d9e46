"use client";

import { useDone } from "@/components/form/action-form";
import { Callout } from "@/components/ui/callout";
import { CopyInput } from "@/components/ui/copy-input";

function readInvitation(data: unknown): { name: string; link: string | null } | null {
  if (typeof data !== "object" || data === null || !("name" in data)) return null;
  const link = "link" in data && typeof data.link === "string" ? data.link : null;
  return typeof data.name === "string" ? { name: data.name, link } : null;
}

/** After an invitation: where its mail is; or its link, this once, to pass on where no mail goes out. */
export function InvitationLink({ origin }: { readonly origin: string }) {
  const invitation = readInvitation(useDone()?.data);
  if (!invitation) return null;
  const title = `${invitation.name} is invited`;
  if (invitation.link === null) {
    return (
      <div role="status">
        <Callout tone="good" title={title}>
          The link is on its way by mail. It works once, for three days.
        </Callout>
      </div>
    );
  }
  const url = new URL(invitation.link, origin).href;
  return (
    <div role="status">
      <Callout tone="good" title={title}>
        <p>
          No mail goes out here: pass the link on yourself. It works once, for three days, and is
          shown only now.
        </p>
        <div className="mt-3">
          <CopyInput value={url} aria-label="Link of the invitation" />
        </div>
      </Callout>
    </div>
  );
}
