import type { ReactNode } from "react";
import { ButtonLink } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { requireSession } from "@/lib/auth/session";
import { standingIn } from "@/lib/doors/step-up";
import { formatInstant } from "@/lib/schedule/format";
import type { Actor } from "@/lib/tenancy/actor";
import { zones } from "@/lib/zones/table";

/** Says until when a member has to set up a second factor; null for who need not. */
export async function factorBanner({ slug, organisation, zone }: Actor): Promise<ReactNode> {
  const standing = standingIn(await requireSession(), slug);
  if (standing.kind !== "soon") return null;
  const until = formatInstant(standing.until, zones(zone), Date.now());
  return (
    <Callout
      tone="warn"
      title={`Set up a second factor by ${until}`}
      action={<ButtonLink href={`/second-factor?org=${slug}`}>Set up</ButtonLink>}
    >
      {organisation} asks its members for one. From then on it opens with it only.
    </Callout>
  );
}
