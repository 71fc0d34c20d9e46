"use client";

import Link from "next/link";
import { AuthCard } from "@/components/shell/auth-card";
import { Button } from "@/components/ui/button";
import { failureId } from "@/lib/failure-id";

type Props = { readonly error: Error & { readonly digest?: string }; readonly reset: () => void };

export default function ErrorPage({ error, reset }: Props) {
  const id = failureId(error);
  return (
    <AuthCard
      title="This page failed"
      description={`It has been reported${id ? ` as ${id}` : ""}. Nothing that you saved is lost; other pages may still work.`}
      footer={<Link href="/">Go to your roster</Link>}
    >
      <Button variant="primary" onClick={reset}>
        Try again
      </Button>
    </AuthCard>
  );
}
