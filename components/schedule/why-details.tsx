import Link from "next/link";

/** "Why?" that opens without script; what it is about is said to those who do not see where it stands. */
export function WhyDetails({
  about,
  reasons,
  href,
}: {
  /** "Ada on call, Primary of Payments". */
  readonly about: string;
  readonly reasons: readonly string[];
  /** Where all of it is told. */
  readonly href?: string;
}) {
  return (
    <details className="group text-sm">
      <summary className="inline-flex min-h-11 items-center gap-1.5 rounded-md pr-3 text-muted hover:text-text md:min-h-8">
        <span aria-hidden className="inline-block transition-transform group-open:rotate-90">
          ›
        </span>
        Why?
        <span className="sr-only"> {about}</span>
      </summary>
      <div className="grid max-w-[75ch] gap-2 pb-1 pl-3.5 text-muted">
        {reasons.map((reason) => (
          <p key={reason}>{reason}</p>
        ))}
        {href && (
          <Link
            href={href}
            prefetch={false}
            className="inline-flex items-center justify-self-start rounded-sm py-1 font-strong max-md:min-h-11 text-accent-text underline-offset-4 hover:underline"
          >
            Who approved it
            <span className="sr-only">: {about}</span>
          </Link>
        )}
      </div>
    </details>
  );
}
