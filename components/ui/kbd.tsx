/** A key to press. */
export function Kbd({ children }: { readonly children: string }) {
  return (
    <kbd className="inline-flex min-w-5 justify-center rounded-sm border border-line bg-surface px-1 font-sans text-muted text-xs">
      {children}
    </kbd>
  );
}
