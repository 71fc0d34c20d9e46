import { clsx } from "clsx";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Wordmark } from "./mark";
import { SkipLink } from "./skip-link";

/** Pages before an organisation: sign in, second factor, reset, invitation. One calm card, one thing to do. */
export function AuthCard({
  title,
  description,
  footer,
  wide = false,
  signedIn = false,
  children,
}: {
  readonly title: ReactNode;
  readonly description?: ReactNode;
  /** The other way: "No account yet? …". */
  readonly footer?: ReactNode;
  /** For a page with several things to do. */
  readonly wide?: boolean;
  /** Whether the reader is signed in: then there is a way out. */
  readonly signedIn?: boolean;
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
        className={clsx(
          "mt-8 grid w-full gap-6 outline-none md:rounded-lg md:border md:border-line md:bg-raised md:p-8",
          wide ? "max-w-[40rem]" : "max-w-[25rem]",
        )}
      >
        <div className="wrap-anywhere">
          <h1 className="font-strong text-lg">{title}</h1>
          {description && <p className="mt-1 text-muted text-sm">{description}</p>}
        </div>
        {children}
      </main>
      {(footer || signedIn) && (
        <footer className="mt-4 flex flex-wrap items-center justify-center gap-x-6 text-center text-muted text-sm [&_a]:inline-flex [&_a]:min-h-11 [&_a]:items-center [&_a]:rounded-sm [&_a]:font-strong [&_a]:text-accent-text [&_a]:underline-offset-4 [&_a:hover]:underline">
          {footer && <div>{footer}</div>}
          {signedIn && (
            <form action="/sign-out" method="post">
              <Button type="submit" variant="link">
                Sign out
              </Button>
            </form>
          )}
        </footer>
      )}
    </div>
  );
}
