import { SearchX } from "lucide-react";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export default function NotFound() {
  return (
    <EmptyState
      icon={SearchX}
      heading="h1"
      title="There is nothing here"
      action={<ButtonLink href="/">Who is on call now</ButtonLink>}
    >
      The page does not exist, or you may not see it.
    </EmptyState>
  );
}
