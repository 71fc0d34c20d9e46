import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { seal } from "@/lib/crypto/box";
import type { SealedColumn } from "@/lib/keys/column";
import type { Scope } from "@/lib/keys/rotate-column";
import { linkIdentity, subjectHashOf } from "@/lib/sso/identity";
import { secretPlace } from "@/lib/sso/provider";
import { newTicket } from "@/lib/sso/ticket";
import { type Account, as } from "@/scripts/demo-stage";
import { acting, type Tenant } from "./stage";

const NOW = Date.now();

/** What signing in by a provider leaves, and the secrets of two organisations' providers. */
export async function singleSignOnOf(ana: Account, tenants: readonly Tenant[]): Promise<void> {
  const claim = { provider: "google", subject: "ana", authenticatedAt: null, label: ana.email };
  const subjectHash = await subjectHashOf(claim);
  const google = { provider: "google", subjectHash, label: ana.email };
  await linkIdentity(await acting(ana.id), google, async () => undefined);
  await newTicket({ claim, assertionId: "one", inResponseTo: null, until: NOW + 3_600_000 }, "");
  for (const { orgId, owner: of } of tenants)
    await as(of, NOW, async ({ db }) => {
      const id = randomUUID();
      const secretBox = seal("a client's secret", secretPlace(orgId, id));
      const data = {
        id,
        kind: "oidc",
        name: "Own",
        issuer: `https://${id}.example`,
        clientId: "x",
      };
      await db.ssoConnection.create({ data: { ...data, secretBox, createdBy: of.memberId } });
    });
}

/** Reads every ciphertext of a column with the keys that were last started, and compares the index beside it. */
export async function readAll<Db>(
  { orgId, tx }: Scope<Db>,
  column: SealedColumn<Db>,
): Promise<void> {
  const { open } = await import("@/lib/crypto/box");
  const { box, keys, index, place } = column;
  const names = [...keys, box, ...(index ? [index.column] : [])];
  const rows = await tx(async (db) =>
    column.table(db).findMany({
      where: { [box]: { contains: "." } },
      select: Object.fromEntries(names.map((name) => [name, true])),
      orderBy: { [keys[0]]: "asc" },
      take: 10_000,
    }),
  );
  const texts = rows.map((row) => open(String(row[box]), place(row, orgId)));
  if (index)
    expect(rows.map((row) => row[index.column])).toEqual(
      texts.map((text) => index.of(orgId, text)),
    );
  // A column without a row would prove nothing; keys and feeds that were never used have no address.
  expect([column.name, texts.length > 0]).toEqual([column.name, box !== "usedFromBox"]);
}
