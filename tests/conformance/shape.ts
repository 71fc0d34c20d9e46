/** Members of a case beside `kind` and `input`: what a suite expects, and other answers, all of them wrong. */
export type Said = Readonly<Record<string, unknown>>;
export type Shape = readonly [kind: string, input: unknown, right: Said, ...wrong: Said[]];

export const answers = (answer: unknown): Said => ({ expected: answer });
