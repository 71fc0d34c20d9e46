import { ButtonLink } from "@/components/ui/button";

/** Whether the viewer's second factor is on, and the way to the page where that changes. */
export function FactorSummary({
  on,
  codesLeft,
  href,
}: {
  readonly on: boolean;
  readonly codesLeft: number;
  readonly href: string;
}) {
  return (
    <>
      {on ? (
        <p>
          <strong>On.</strong> Signing in asks for a code of your authenticator app. Backup codes
          left: {codesLeft}.
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
