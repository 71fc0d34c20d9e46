const SHARE = Number(process.env.PROPERTY_SHARE ?? 1);

/** How often to try a property, as fast-check takes it: so many times, or the share of them that is asked for. */
export const runs = (count: number) => ({ numRuns: Math.ceil(count * SHARE) });
