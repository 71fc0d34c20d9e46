import "server-only";
import { identityTx, listOrganisationIds } from "@/lib/auth/sealed-store";
import { boxPrefix, keyIdOf } from "@/lib/crypto/box";
import { keyRing } from "@/lib/crypto/keys";
import { FIRST_KEY } from "@/lib/crypto/ring";
import { tenantTx } from "@/lib/tenancy/db";
import type { SealedColumn } from "./column";
import { IDENTITY_COLUMNS, TENANT_COLUMNS } from "./columns";
import { OUTBOX, outboxBoxes } from "./outbox";
import { QUEUE, queueBoxes } from "./queue";
import type { Scope } from "./rotate-column";

/** How ciphertexts from before they named their key are counted. */
const UNNAMED = `${FIRST_KEY} (unnamed)`;
const OTHER = "a key that is not here";

/** How many ciphertexts of a column are under which master key. */
export type Tally = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Counts every ciphertext that the installation keeps, by column and by the master key it is under. */
export async function countByKey(): Promise<Tally> {
  const tally = new Map<string, Map<string, number>>();
  const add = (column: string, key: string, count: number) => {
    const keys = tally.get(column) ?? new Map<string, number>();
    tally.set(column, count > 0 ? keys.set(key, (keys.get(key) ?? 0) + count) : keys);
  };
  const addBoxes = (column: string, boxes: readonly string[]) => {
    add(column, OTHER, 0);
    for (const box of boxes) add(column, nameOf(box), 1);
  };
  await countColumns({ orgId: "", tx: identityTx }, IDENTITY_COLUMNS, add);
  for (const orgId of await listOrganisationIds()) {
    await countColumns({ orgId, tx: (run) => tenantTx(orgId, run) }, TENANT_COLUMNS, add);
    addBoxes(OUTBOX, await outboxBoxes(orgId));
  }
  addBoxes(QUEUE, await queueBoxes());
  return tally;
}

/** Whether every ciphertext is under the present master key: then the others can be taken away. */
export function isAllPresent(tally: Tally): boolean {
  const [{ id }] = keyRing();
  return [...tally.values()].every((keys) => [...keys.keys()].every((key) => key === id));
}

async function countColumns<Db>(
  { tx }: Scope<Db>,
  columns: readonly SealedColumn<Db>[],
  add: (column: string, key: string, count: number) => void,
): Promise<void> {
  for (const column of columns) {
    await tx(async (db) => {
      const count = (where: object) => column.table(db).count({ where });
      let rest = await count({ [column.box]: { contains: "." } });
      for (const [key, startsWith] of prefixes()) {
        const found = await count({ [column.box]: { startsWith } });
        add(column.name, key, found);
        rest -= found;
      }
      add(column.name, OTHER, rest);
    });
  }
}

const prefixes = (): readonly (readonly [string, string])[] => [
  ...keyRing().map(({ id }) => [id, boxPrefix(id)] as const),
  [UNNAMED, "1."],
];

function nameOf(box: string): string {
  if (box.startsWith("1.")) return UNNAMED;
  const id = keyIdOf(box);
  return keyRing().some((key) => key.id === id) ? id : OTHER;
}
