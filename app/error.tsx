"use client";

import { AuthCard } from "@/components/shell/auth-card";
import { Button } from "@/components/ui/button";

export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  return (
    <AuthCard
      title="This page failed"
      description="It has been reported. Nothing that you saved is lost; other pages may still work."
    >
      <Button variant="primary" onClick={reset}>
        Try again
      </Button>
    </AuthCard>
  );
}
