export type PermissionRow = {
  readonly name: string;
  readonly label: string;
  readonly team: boolean;
};

/** All that the boxes of permissions show. Values are `permission` or `permission@teamId`. */
export type Matrix = {
  readonly rows: readonly PermissionRow[];
  /** The whole organisation, with an empty id, then the teams. */
  readonly columns: readonly { readonly id: string; readonly name: string }[];
  readonly presets: readonly { readonly name: string; readonly permissions: readonly string[] }[];
  readonly held: readonly string[];
  /** What the viewer may give and take. */
  readonly mayChange: readonly string[];
};

/** What is ticked once a preset has filled a column, as far as the viewer may change it. */
export function presetValues(
  matrix: Matrix,
  ticked: ReadonlySet<string>,
  column: string,
  preset: string,
): ReadonlySet<string> {
  const wanted = new Set(matrix.presets.find(({ name }) => name === preset)?.permissions);
  const next = new Set(ticked);
  for (const { name } of matrix.rows) {
    const value = column === "" ? name : `${name}@${column}`;
    if (!matrix.mayChange.includes(value)) continue;
    if (wanted.has(name)) next.add(value);
    else next.delete(value);
  }
  return next;
}
