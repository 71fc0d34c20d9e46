import Link from "next/link";
import { Callout } from "@/components/ui/callout";
import type { FactorKind } from "@/lib/auth/schema";
import { oneOf } from "./kind-words";

type Demand = {
  readonly organisation: string;
  readonly slug: string;
  /** Of which one is asked for. */
  readonly kinds: readonly FactorKind[];
  /** Whether the reader's lost ones were taken away, and codes by mail stand in. */
  readonly lost: boolean;
  /** How the reader stands to it; see lib/auth/demand.ts. */
  readonly standing: "free" | "soon" | "set-up" | "prove";
  /** The last moment to set one up, in words; false where there is none. */
  readonly until: string | false;
};

/** What the reader's organisations ask for, and what follows. */
export function FactorDemands({
  demands,
  others,
}: {
  readonly demands: readonly Demand[];
  /** Whether the reader is a member of several. */
  readonly others: boolean;
}) {
  return demands.map(({ organisation, slug, kinds, lost, standing, until }) => {
    const asks = `${organisation} asks for ${oneOf(kinds)}`;
    const open = (
      <Link
        href={`/o/${slug}`}
        className="font-strong text-accent-text underline underline-offset-4"
      >
        Open {organisation}
      </Link>
    );
    if (standing === "set-up")
      return (
        <Callout key={slug} tone="warn" title={asks}>
          {lost && "Your lost second factors were taken away; codes by mail only stand in. "}
          Set one up here to go on.{" "}
          {others && (
            <Link href="/organisations" className="underline underline-offset-4">
              Your other organisations
            </Link>
          )}
        </Callout>
      );
    return (
      <Callout
        key={slug}
        tone={standing === "soon" ? "warn" : "info"}
        title={standing === "soon" ? `${asks} by ${until}` : asks}
        action={open}
      >
        {standing === "soon"
          ? "From then on it opens with one of these only."
          : "You have what it takes."}
      </Callout>
    );
  });
}
