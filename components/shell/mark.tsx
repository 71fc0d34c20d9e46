/** The product's mark: a ring with one gap, and the one who fills it. */
export function Mark({ className }: { readonly className?: string }) {
  return (
    <svg viewBox="0 0 24 24" fill="none" aria-hidden="true" className={className}>
      <path
        d="M20.97 11.22A9 9 0 1 1 12.78 3.03"
        stroke="currentColor"
        strokeWidth="3"
        strokeLinecap="round"
      />
      <circle cx="18.36" cy="5.64" r="3" fill="var(--accent)" />
    </svg>
  );
}

/** Mark and name. */
export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2 font-strong text-base tracking-tight">
      <Mark className="size-6" />
      Standby
    </span>
  );
}
