import type { Place } from "@/lib/crypto/box";

/** One row as it is stored: the columns that name it, and the ciphertext. */
export type Row = Readonly<Record<string, unknown>>;

/** What every table of Prisma can do, as far as it is needed here. */
export type Table = {
  findMany(args: {
    where: object;
    select: object;
    orderBy: object;
    take: number;
  }): PromiseLike<readonly Row[]>;
  updateMany(args: { where: object; data: object }): PromiseLike<{ readonly count: number }>;
  count(args: { where: object }): PromiseLike<number>;
};

/** A column that holds ciphertexts of `lib/crypto/box.ts`, in the tables that `Db` reaches. */
export type SealedColumn<Db> = {
  /** As the database calls it: table and column. */
  readonly name: string;
  readonly table: (db: Db) => Table;
  readonly box: string;
  /** The columns that name a row, or tell it from all but few; rows are walked in the order of the first. */
  readonly keys: readonly [string, ...string[]];
  readonly place: (row: Row, orgId: string) => Place;
  /** The index that lies beside the ciphertext and is always under the same master key. */
  readonly index?: {
    readonly column: string;
    readonly of: (orgId: string, text: string) => string;
  };
};
