import fc from "fast-check";

const { PROPERTY_SEED, PROPERTY_SHARE = "1" } = process.env;

// Vitest runs this before the properties: one seed for all of them. Where only a share of their runs is asked
// for, whether they fail is the question and not how small a case can be made.
fc.configureGlobal({
  ...(PROPERTY_SEED === undefined ? {} : { seed: Number(PROPERTY_SEED) }),
  endOnFailure: Number(PROPERTY_SHARE) < 1,
});
