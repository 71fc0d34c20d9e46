import { Download, KeyRound } from "lucide-react";
import { buttonStyle } from "@/components/ui/button-style";

/**
 * Downloads the log as JSON lines. Not a router link: those load ahead, and each export is logged. Not `download`: who has to
 * confirm who they are is sent to a page.
 */
export function ExportLink({ href }: { readonly href: string }) {
  return (
    <a href={href} className={buttonStyle({})}>
      <Download aria-hidden />
      Export
    </a>
  );
}

/** Says what to keep elsewhere, and which key signs. */
export function SignedHead({
  log,
  head,
}: {
  readonly log: string;
  readonly head: {
    readonly number: number;
    readonly signedAt: string;
    readonly keyId: string;
  } | null;
}) {
  const link =
    "inline-flex flex-wrap items-center gap-x-1 rounded-sm text-accent-text underline-offset-4 hover:underline max-md:min-h-11";
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted text-sm">
      <KeyRound aria-hidden className="size-4" />
      {head ? (
        <>
          <span>
            The last signed head: entry {head.number}, {head.signedAt}
          </span>
          <a href={`${log}/head`} download className={link}>
            Keep this head
          </a>
          <a href="/.well-known/standby-log-keys.json" className={link}>
            Public key <span className="wrap-anywhere font-mono text-xs">{head.keyId}</span>
          </a>
        </>
      ) : (
        <span>Not signed yet: that takes a minute.</span>
      )}
    </p>
  );
}
