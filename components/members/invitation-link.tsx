"use client";

import { useState } from "react";
import { useDone } from "@/components/form/action-form";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Input } from "@/components/ui/input";

function readInvitation(data: unknown): { name: string; link: string } | null {
  if (typeof data !== "object" || data === null || !("name" in data) || !("link" in data))
    return null;
  const { name, link } = data;
  return typeof name === "string" && typeof link === "string" ? { name, link } : null;
}

/** After an invitation: its link, to pass on where mail does not arrive. It is shown this once. */
export function InvitationLink({ origin }: { readonly origin: string }) {
  const [copied, setCopied] = useState("");
  const invitation = readInvitation(useDone()?.data);
  if (!invitation) return null;
  const url = new URL(invitation.link, origin).href;
  return (
    <div role="status">
      <Callout tone="good" title={`${invitation.name} is invited`}>
        <p>
          The link is on its way by mail. If mail is not set up here, pass it on yourself. It works
          once, for a week, and is shown only now.
        </p>
        <div className="mt-3 flex gap-2">
          <Input
            readOnly
            value={url}
            aria-label="Link of the invitation"
            onFocus={(event) => event.target.select()}
          />
          <Button
            className="[@media(scripting:none)]:hidden"
            onClick={async () => {
              await navigator.clipboard.writeText(url);
              setCopied(url);
            }}
          >
            {copied === url ? "Copied" : "Copy"}
          </Button>
        </div>
      </Callout>
    </div>
  );
}
