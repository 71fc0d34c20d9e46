"use client";

import { CircleAlert } from "lucide-react";
import { Button, ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { failureId } from "@/lib/failure-id";

type Props = { readonly error: Error & { readonly digest?: string }; readonly reset: () => void };

export default function ErrorPage({ error, reset }: Props) {
  const id = failureId(error);
  return (
    <EmptyState
      icon={CircleAlert}
      heading="h1"
      title="This page failed"
      action={
        <span className="flex flex-wrap justify-center gap-2">
          <Button variant="primary" onClick={reset}>
            Try again
          </Button>
          <ButtonLink href="/">Who is on call now</ButtonLink>
        </span>
      }
    >
      It has been reported{id && ` as ${id}`}. Nothing that you saved is lost, and the other pages
      still work.
    </EmptyState>
  );
}
