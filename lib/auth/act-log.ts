/**
 * Writes the entries of an act on an account to the logs of its organisations. The act calls it in its transaction, when all
 * else is written: if it throws, the act is undone.
 */
export type ActLog = () => Promise<void>;
