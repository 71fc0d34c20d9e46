type Jwk = { readonly kid: string; readonly x: string };
type KeptHead = {
  readonly orgId: string;
  readonly number: number;
  readonly hash: string;
  readonly root?: string;
  readonly jws?: string;
};
type Trusted = {
  readonly keys?: readonly Jwk[];
  readonly heads?: readonly KeptHead[];
  readonly sink?: readonly KeptHead[];
  readonly proofs?: readonly { readonly older: KeptHead; readonly head: KeptHead }[];
};
type Outcome = {
  readonly problems: readonly string[];
  readonly notes: readonly string[];
  readonly open?: readonly number[];
  readonly first?: number;
  readonly last?: number;
  readonly heads?: number;
  readonly schedules?: number;
};

export function canonical(value: unknown): string;
export function foldHash(definition: unknown, operations: readonly unknown[]): string;
export function verifyExport(
  lines: Iterable<string> | AsyncIterable<string>,
  trusted?: Trusted,
): Promise<Outcome>;
export function verifyProof(proof: unknown, trusted?: Trusted): Outcome;
