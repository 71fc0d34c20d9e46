import { allOf } from "@/components/factor/kind-words";
import { ButtonLink } from "@/components/ui/button";
import type { FactorKind } from "@/lib/auth/schema";

/** Whether the viewer's second factor is on, and the way to the page where that changes. */
export function FactorSummary({
  kinds,
  codesLeft,
  href,
}: {
  readonly kinds: readonly FactorKind[];
  readonly codesLeft: number;
  readonly href: string;
}) {
  const on = kinds.length > 0;
  return (
    <>
      {on ? (
        <p>
          <strong>On:</strong> {allOf(kinds)}. Backup codes left: {codesLeft}.
        </p>
      ) : (
        <p>
          <strong>Off.</strong> Whoever learns your password can sign in as you.
        </p>
      )}
      <div>
        <ButtonLink href={href}>{on ? "Change the second factor" : "Set up"}</ButtonLink>
      </div>
    </>
  );
}
