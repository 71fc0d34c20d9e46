import { clsx } from "clsx";

/** The grey shape of something still to come; give it the size of what will take its place. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <div aria-hidden className={clsx("rounded-md bg-hover", className ?? "h-5 w-full")} />;
}
