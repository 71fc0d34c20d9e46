/** Nothing of the roster stays behind in the browser that is told so. */
export const leaveNothing = { "Clear-Site-Data": '"cache", "storage"' } as const;
