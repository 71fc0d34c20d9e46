"use client";

import { type ReactNode, useEffect, useRef } from "react";

/** Shows what fits the words among the rows marked `data-search`, and the groups that still have some. */
function filter(words: string): void {
  const wanted = words.trim().toLowerCase();
  let shown = 0;
  for (const group of document.querySelectorAll<HTMLElement>("[data-search-group]")) {
    let any = false;
    for (const row of group.querySelectorAll<HTMLElement>("[data-search]")) {
      row.hidden = !row.dataset.search?.includes(wanted);
      if (!row.hidden) any = true;
    }
    group.hidden = !any;
    if (any) shown += 1;
  }
  const none = document.querySelector<HTMLElement>("[data-search-none]");
  if (none) none.hidden = shown > 0;
}

/** The search box of Now. The server filters by `?q=`; script does it as the reader types. */
export function Search({
  words,
  live,
  kept,
  icon,
}: {
  /** What the server has filtered by. */
  readonly words: string;
  /** Every row is on the page, so that script can filter them. */
  readonly live: boolean;
  /** The other parameters of the page's address. */
  readonly kept: Readonly<Record<string, string>>;
  /** Drawn on the server, so that the browser needs no code for it. */
  readonly icon: ReactNode;
}) {
  const input = useRef<HTMLInputElement>(null);
  // After every render: a refresh may have brought new rows, and somebody may have typed before script came.
  useEffect(() => {
    if (live && input.current && input.current.value !== words) filter(input.current.value);
  });
  return (
    <search className="relative">
      <form method="get">
        {Object.entries(kept).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {icon}
        <input
          ref={input}
          type="search"
          name="q"
          defaultValue={words}
          maxLength={80}
          aria-label="Search schedules, teams and people"
          placeholder="Search"
          autoComplete="off"
          className="control pl-9! max-md:min-h-12!"
          onInput={({ currentTarget }) => {
            if (live) filter(currentTarget.value);
          }}
        />
      </form>
    </search>
  );
}
