import type { ReactNode } from "react";
import { Wordmark } from "./mark";
import { SkipLink } from "./skip-link";

/** Pages before an organisation: sign in, second factor, reset, invitation. One calm card, one thing to do. */
export function AuthCard({
  title,
  description,
  footer,
  children,
}: {
  readonly title: ReactNode;
  readonly description?: ReactNode;
  /** The other way: "No account yet? …". */
  readonly footer?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <div className="flex min-h-dvh flex-col items-center bg-surface px-4 pt-[12vh] pb-12 max-md:bg-bg max-md:pt-10">
      <SkipLink />
      <header>
        <Wordmark />
      </header>
      <main
        id="main"
        tabIndex={-1}
        className="mt-8 grid w-full max-w-[25rem] gap-6 outline-none md:rounded-lg md:border md:border-line md:bg-raised md:p-8"
      >
        <div>
          <h1 className="font-strong text-lg">{title}</h1>
          {description && <p className="mt-1 text-muted text-sm">{description}</p>}
        </div>
        {children}
      </main>
      {footer && <footer className="mt-6 text-center text-muted text-sm">{footer}</footer>}
    </div>
  );
}
