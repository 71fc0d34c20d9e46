import { isValidElement, type ReactNode } from "react";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import LogPage from "@/app/o/[org]/log/page";
import { exportLines, planExport } from "@/lib/log/export";
import { signLogHead } from "@/lib/log/head";
import { sealLog } from "@/lib/log/seal";
import { recordAccountAct } from "@/lib/tenancy/account-log";
import type { TenantDb } from "@/lib/tenancy/db";
import { recordRefused, recordTallies } from "@/lib/tenancy/tally";
import { as } from "@/scripts/demo-stage";
import { cookieFor } from "@/scripts/stage-account";
import { asRequest } from "@/tests/doors/request";
import { logStage } from "./log-stage";

/** What happens while the log is read, once. */
let meanwhile: (() => Promise<void>) | null = null;

vi.mock("next/headers", async () => (await import("@/tests/doors/request")).headersOfRequest);
vi.mock("next/server", async () => (await import("@/tests/doors/request")).serverOfRequest);
vi.mock("@/lib/log/read", async (original) => {
  const real = await original<typeof import("@/lib/log/read")>();
  const entriesAfter: typeof real.entriesAfter = async (...asked) => {
    const now = meanwhile;
    meanwhile = null;
    await now?.();
    return real.entriesAfter(...asked);
  };
  return { ...real, entriesAfter };
});

const NOW = Date.now();
const { lumen, owner, close } = await logStage();
afterAll(close);
beforeEach(() => {
  meanwhile = null;
});

/** What a tree of elements gives to the one that shows an outcome. */
function outcomeIn(node: ReactNode): unknown {
  if (Array.isArray(node)) return node.map(outcomeIn).find(Boolean);
  if (!isValidElement<{ outcome?: unknown; children?: ReactNode }>(node)) return undefined;
  return node.props.outcome ?? outcomeIn(node.props.children);
}

async function verified(): Promise<unknown> {
  const cookie = await cookieFor(lumen.owner.userId, "a test");
  const props = {
    params: Promise.resolve({ org: "lumen" }),
    searchParams: Promise.resolve({ verify: "0" }),
  };
  return outcomeIn(await asRequest(cookie, () => LogPage(props)));
}

const grow = async () => {
  const at = { userId: lumen.owner.userId, origin: { address: null, device: "a test" } };
  await recordAccountAct("member.signed-out", at, {});
  await signLogHead(lumen.orgId, "test", NOW);
};

/** Seals all but what is signed from now on, as a year later would. */
const seal = async () => {
  await owner.query(`ALTER TABLE "SignedHead" DISABLE TRIGGER append_only`);
  await owner.query(`UPDATE "SignedHead" SET "createdAt" = "createdAt" - interval '366 days'`);
  await owner.query(`ALTER TABLE "SignedHead" ENABLE TRIGGER append_only`);
  expect(await sealLog(lumen.orgId, "test", NOW)).toBeGreaterThan(0);
};

test.each([
  ["grows and is signed", grow],
  ["is sealed", seal],
])("a log that %s while it is verified is whole", async (_, happens) => {
  expect(await verified()).toMatchObject({ verdict: { whole: true } });
  let done = false;
  meanwhile = async () => {
    await happens();
    done = true;
  };
  expect(await verified()).toMatchObject({ verdict: { whole: true } });
  expect(done).toBe(true);
  expect(await verified()).toMatchObject({ verdict: { whole: true } });
});

test("an export breaks off when entries are sealed meanwhile, and says nothing wrong of the log", async () => {
  await grow();
  const plan = await as(lumen.owner, NOW, planExport);
  const lines = exportLines(plan);
  expect((await lines.next()).done).toBe(false);
  await seal();
  const rest = async () => {
    for await (const _ of lines);
  };
  await expect(rest()).rejects.toThrow(/sealed and removed while/);
});

test("a refusal that comes while the counts of its minute go to the log is counted", async () => {
  const refused = { action: "permission.refused", door: "report.view" } as const;
  const refuse = () =>
    as(lumen.owner, NOW, ({ actor, db }) => recordRefused(actor, db, refused, NOW));
  const later = NOW + 10 * 60_000;
  const tally = () => as(lumen.owner, NOW, ({ db }) => recordTallies(db, "test", later));
  /** The same, where something happens right after the counts were asked this. */
  const then = (db: TenantDb, asked: string, happens: () => Promise<void>): TenantDb => {
    const counts = new Proxy(db.logTally, {
      get(table, name) {
        const ask = Reflect.get(table, name);
        if (name !== asked) return ask;
        return async (...args: unknown[]) => {
          const answer = await ask(...args);
          await happens();
          return answer;
        };
      },
    });
    return new Proxy(db, {
      get: (all, name) => (name === "logTally" ? counts : Reflect.get(all, name)),
    });
  };
  await refuse();
  await as(lumen.owner, NOW, ({ actor, db }) =>
    recordRefused(actor, then(db, "createMany", tally), refused, NOW),
  );
  await refuse();
  await as(lumen.owner, NOW, ({ db }) =>
    recordTallies(then(db, "findMany", refuse), "test", later),
  );
  await tally();
  const all = await as(lumen.owner, NOW, ({ db }) =>
    db.changeLogEntry.findMany({
      where: { action: refused.action, subjectId: refused.door },
      select: { body: true },
    }),
  );
  const counted = all.map(({ body }) => Number(JSON.parse(body).count));
  expect(counted.reduce((sum, count) => sum + count)).toBe(4);
});
