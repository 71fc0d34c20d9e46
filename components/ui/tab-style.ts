export const tabList = "flex gap-x-5 border-line border-b max-md:overflow-x-auto md:flex-wrap";

export const tabLook =
  "-mb-px aria-[current=page]:[scroll-initial-target:nearest] inline-flex min-h-10 max-md:min-h-12 items-center gap-2 whitespace-nowrap border-transparent border-b-2 text-muted text-sm hover:text-text aria-[current=page]:border-accent-text aria-[current=page]:font-strong aria-[current=page]:text-text aria-selected:border-accent-text aria-selected:font-strong aria-selected:text-text -outline-offset-2";
