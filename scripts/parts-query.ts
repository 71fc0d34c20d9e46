import { computeCacheBustingSearchParam } from "next/dist/shared/lib/router/utils/cache-busting-search-param";

/**
 * What Next wants in the query of a request for parts of a page (`_rsc`): a sum of its headers. Without it such a
 * request is answered with a redirect to where it should have gone. Null for a request for a whole page.
 */
export async function partsQuery(
  headers: Readonly<Record<string, string>>,
): Promise<string | null> {
  if (!("rsc" in headers)) return null;
  return computeCacheBustingSearchParam(
    headers["next-router-prefetch"] === "1" ? "1" : undefined,
    headers["next-router-segment-prefetch"],
    headers["next-router-state-tree"],
    headers["next-url"],
  );
}
