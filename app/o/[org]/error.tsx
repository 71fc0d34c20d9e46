"use client";

import { Button, ButtonLink } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";

export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  return (
    <Callout
      tone="bad"
      title="This page failed"
      action={
        <span className="flex gap-2">
          <ButtonLink href="/">Who is on call now</ButtonLink>
          <Button variant="primary" onClick={reset}>
            Try again
          </Button>
        </span>
      }
    >
      It has been reported. Nothing that you saved is lost, and the other pages still work.
    </Callout>
  );
}
