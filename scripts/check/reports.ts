/** Where the tools of `npm test` write what came of each test; `npm run asvs` reads it. */
export const REPORTS = ".reports";
