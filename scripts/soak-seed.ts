import fc from "fast-check";

// Vitest runs this before the properties: a round of the soak is one seed for all of them.
fc.configureGlobal({ seed: Number(process.env.SOAK_SEED) });
