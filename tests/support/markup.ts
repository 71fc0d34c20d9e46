import type { ReactNode } from "react";
import { prerender } from "react-dom/static";

/** What a page of ours is as HTML, with all that it waits for. */
export async function markupOf(page: Promise<ReactNode>): Promise<string> {
  const { prelude } = await prerender(await page);
  return new Response(prelude).text();
}
