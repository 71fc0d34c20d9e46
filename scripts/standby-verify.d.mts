type Jwk = { readonly kid: string; readonly x: string };
type KeptHead = { readonly orgId: string; readonly number: number; readonly hash: string };
type Trusted = { readonly keys?: readonly Jwk[]; readonly heads?: readonly KeptHead[] };
type Outcome = {
  readonly problems: readonly string[];
  readonly notes: readonly string[];
  readonly first?: number;
  readonly last?: number;
  readonly heads?: number;
  readonly schedules?: number;
};

export function foldHash(definition: unknown, operations: readonly unknown[]): string;
export function verifyExport(
  lines: Iterable<string> | AsyncIterable<string>,
  trusted?: Trusted,
): Promise<Outcome>;
export function verifyProof(proof: unknown, trusted?: Trusted): Outcome;
