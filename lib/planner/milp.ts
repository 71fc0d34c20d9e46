/** A mixed-integer linear program in sparse rows, to be minimised; as the solver reads it. */
export type Milp = {
  readonly offset: number;
  readonly costs: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** 1: a whole number; 0: any. */
  readonly whole: Int32Array;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  readonly rowStarts: Int32Array;
  readonly rowColumns: Int32Array;
  readonly rowValues: Float64Array;
};

export type Term = readonly [column: number, value: number];

type Column = { readonly cost: number; readonly upper: number; readonly whole: boolean };

/** Collects columns (all from 0 to `upper`) and rows of a program. */
export const programBuilder = () => {
  const columns: Column[] = [];
  const bounds: { readonly least: number; readonly most: number }[] = [];
  const starts = [0];
  const rowColumns: number[] = [];
  const rowValues: number[] = [];
  let offset = 0;
  return {
    addOffset(cost: number): void {
      offset += cost;
    },
    column(cost: number, upper: number, whole = false): number {
      columns.push({ cost, upper, whole });
      return columns.length - 1;
    },
    /** The cost of a column that is there grows. */
    addCost(column: number, cost: number): void {
      const found = columns[column];
      if (found) columns[column] = { ...found, cost: found.cost + cost };
    },
    row(least: number, terms: readonly Term[], most: number): void {
      for (const [column, value] of terms) {
        rowColumns.push(column);
        rowValues.push(value);
      }
      starts.push(rowColumns.length);
      bounds.push({ least, most });
    },
    build(): Milp {
      return {
        offset,
        costs: Float64Array.from(columns, ({ cost }) => cost),
        lower: new Float64Array(columns.length),
        upper: Float64Array.from(columns, ({ upper }) => upper),
        whole: Int32Array.from(columns, ({ whole }) => (whole ? 1 : 0)),
        rowLower: Float64Array.from(bounds, ({ least }) => least),
        rowUpper: Float64Array.from(bounds, ({ most }) => most),
        rowStarts: Int32Array.from(starts),
        rowColumns: Int32Array.from(rowColumns),
        rowValues: Float64Array.from(rowValues),
      };
    },
  };
};

export type Program = ReturnType<typeof programBuilder>;
