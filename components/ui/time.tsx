import type { ReactNode } from "react";
import type { Instant } from "@/lib/schedule/types";

/** `<time>` for machines; what people read is given, formatted by lib/schedule/format in a named zone. */
export function Time({ at, children }: { readonly at: Instant; readonly children: ReactNode }) {
  // An instant in UTC needs no zone rules, so this is the one place where Date may be used.
  return <time dateTime={new Date(at).toISOString()}>{children}</time>;
}
