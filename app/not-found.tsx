import { AuthCard } from "@/components/shell/auth-card";
import { ButtonLink } from "@/components/ui/button";

export default function NotFound() {
  return (
    <AuthCard
      title="There is nothing here"
      description="The page does not exist, or you may not see it. Some organisations can be reached only from their own network: connect to that and try again, or ask an owner."
    >
      <ButtonLink href="/" variant="primary">
        Go to your roster
      </ButtonLink>
    </AuthCard>
  );
}
