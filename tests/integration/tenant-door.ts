import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TenantDb, tenantTx } from "@/lib/tenancy/db";
import { TenantBreach } from "@/lib/tenancy/filter";
import { CREATES, IDENTITY_MODELS, TENANT_MODELS } from "@/lib/tenancy/models";
import type { TestDatabase } from "@/tests/support/database";
import {
  APPEND_ONLY,
  CHANGE,
  call,
  dump,
  fieldsOf,
  fullTenant,
  KEPT,
  organisationsIn,
} from "./every-model";
import { openStage, type Tenant } from "./stage";

class Undo extends Error {}

const NEVER_DELETED: ReadonlySet<string> = new Set([...KEPT, ...APPEND_ONLY]);

const UNKNOWN = [
  "findUnique",
  "findUniqueOrThrow",
  "findFirstOrThrow",
  "update",
  "upsert",
  "delete",
] as const;

/**
 * What must hold of the tenant door with every table and every operation.
 * @param databaseUrl as whom it connects: with the application's role both walls stand, with the owner's,
 * who sees everything, only the one in Prisma.
 */
export function describeTenantDoor(
  title: string,
  databaseUrl: (database: TestDatabase) => string,
  refusesHistory: boolean,
): void {
  describe(title, () => {
    let stage: Awaited<ReturnType<typeof openStage>>;
    let own: Tenant;
    let foreign: Tenant;
    let untouched: Awaited<ReturnType<typeof dump>>;

    beforeAll(async () => {
      stage = await openStage((database) => ({ DATABASE_URL: databaseUrl(database) }));
      own = await fullTenant("lumen");
      foreign = await fullTenant("harbour");
      untouched = await dump(stage.ownerUrl, foreign.orgId, TENANT_MODELS);
    });
    afterAll(() => stage.close());

    const door = <T>(work: (db: TenantDb) => Promise<T>) => tenantTx(own.orgId, work);
    /** Runs work and takes it back. */
    const tried = async <T>(work: (db: TenantDb) => Promise<T>): Promise<T | undefined> => {
      let seen: T | undefined;
      await door(async (db) => {
        seen = await work(db);
        throw new Undo();
      }).catch((error: unknown) => {
        if (!(error instanceof Undo)) throw error;
      });
      return seen;
    };
    const foreignFilters = () => [
      { orgId: foreign.orgId },
      { OR: [{ orgId: foreign.orgId }] },
      { NOT: { orgId: own.orgId } },
      { AND: [{ OR: [{ orgId: foreign.orgId }, { orgId: foreign.orgId }] }] },
      { orgId: { not: own.orgId } },
    ];
    const looseFilters = () => [
      undefined,
      {},
      { orgId: undefined },
      { AND: [] },
      { OR: undefined },
      { OR: [{ orgId: foreign.orgId }, { orgId: own.orgId }] },
    ];

    test.each(TENANT_MODELS)("%s: reads see the own rows and no foreign one", async (model) => {
      await door(async (db) => {
        for (const where of foreignFilters()) {
          expect(await call(db, model, "findFirst", { where })).toBeNull();
          expect(await call(db, model, "findMany", { where })).toEqual([]);
          expect(await call(db, model, "count", { where })).toBe(0);
          expect(await call(db, model, "aggregate", { where, _count: true })).toEqual({
            _count: 0,
          });
          expect(await call(db, model, "groupBy", { where, by: ["orgId"] })).toEqual([]);
        }
        for (const where of looseFilters()) {
          const rows = await call(db, model, "findMany", { where });
          expect([...organisationsIn(rows)]).toEqual([own.orgId]);
          expect(await call(db, model, "count", { where })).toBe((rows as unknown[]).length);
          expect(await call(db, model, "groupBy", { where, by: ["orgId"] })).toEqual([
            { orgId: own.orgId },
          ]);
        }
      });
    });

    test.each(TENANT_MODELS)("%s: what hangs on its rows is the own too", async (model) => {
      const include = Object.fromEntries(fieldsOf(model, "object").map((name) => [name, true]));
      const args = Object.keys(include).length > 0 ? { include } : {};
      const rows = await door((db) => call(db, model, "findMany", args));
      expect([...organisationsIn(rows)]).toEqual([own.orgId]);
    });

    test.each(TENANT_MODELS)("%s: writes leave foreign rows alone", async (model) => {
      const data = CHANGE[model];
      const writesOf = (where: object) =>
        [
          ["updateMany", { where, data }, { count: 0 }],
          ["updateManyAndReturn", { where, data }, []],
          ["deleteMany", { where }, { count: 0 }],
        ] as const;
      if (refusesHistory && NEVER_DELETED.has(model)) {
        for (const [operation, args] of writesOf({ orgId: foreign.orgId })) {
          if (KEPT.has(model) && operation !== "deleteMany") continue;
          const done = door((db) => call(db, model, operation, args));
          await expect(done).rejects.toThrow(/permission denied/);
        }
        return;
      }
      await door(async (db) => {
        for (const [operation, args, nothing] of foreignFilters().flatMap(writesOf)) {
          expect(await call(db, model, operation, args)).toEqual(nothing);
        }
      });
    });

    test("an update of the organisation itself cannot reach another", async () => {
      const where = { orgId: foreign.orgId };
      const data = { name: "changed" };
      expect(await door((db) => db.organisation.updateMany({ where, data }))).toEqual({ count: 0 });
    });

    const changeable = TENANT_MODELS.filter(
      (name) => !APPEND_ONLY.has(name) && name !== "TeamPerson",
    );
    test.each(changeable)(
      "%s: an unfiltered change meets every own row and no other",
      async (model) => {
        const changed = await tried(async (db) => {
          const all = await call(db, model, "count", {});
          const one = model === "Grant" ? { permission: "schedule.view" } : {};
          const rows = await call(db, model, "updateManyAndReturn", {
            where: one,
            data:
              model === "Policy" || model === "Grant"
                ? { createdAt: undefined, ...CHANGE[model] }
                : CHANGE[model],
          }).catch((error: unknown) => {
            // A name that is unique in its organisation cannot be given to two rows, and a key that names rows leads to one.
            if (error instanceof Error && /(Unique|Foreign key) constraint/.test(error.message))
              return null;
            throw error;
          });
          return { all, rows };
        });
        if (!changed || changed.rows === null) return;
        expect([...organisationsIn(changed.rows)]).toEqual([own.orgId]);
        if (model !== "Grant") expect(changed.rows).toHaveLength(changed.all as number);
      },
    );

    /** What is refused never reaches PostgreSQL, so that one transaction can ask for all of it. */
    const breach = (db: TenantDb, model: string, operation: string, args: object) =>
      expect(call(db, model, operation, args)).rejects.toThrow(TenantBreach);

    test.each(TENANT_MODELS)(
      "%s: data never names an organisation or a relation",
      async (model) => {
        const moved = { orgId: foreign.orgId };
        const unique = { orgId_id: { orgId: foreign.orgId, id: randomUUID() } };
        const moves = [moved, { orgId: { set: foreign.orgId } }, { orgId: own.orgId }];
        moves.push(Object.create(moved));
        const nested = fieldsOf(model, "object").map((name) => ({ [name]: { connect: unique } }));
        const refused: readonly (readonly [string, unknown])[] = [
          ...CREATES.map(
            (operation) => [operation, operation === "create" ? moved : [{}, moved]] as const,
          ),
          ...moves.map((data) => ["updateMany", data] as const),
          ...moves.map((data) => ["updateManyAndReturn", data] as const),
          ...nested.flatMap((data) =>
            [...CREATES, "updateMany"].map((operation) => [operation, data] as const),
          ),
        ];
        await door(async (db) => {
          for (const [operation, data] of refused) await breach(db, model, operation, { data });
        });
      },
    );

    test.each(TENANT_MODELS)(
      "%s: operations that the door does not know are refused",
      async (model) => {
        const args = { where: { orgId: own.orgId }, data: {}, create: {}, update: {} };
        await door(async (db) => {
          for (const operation of UNKNOWN) await breach(db, model, operation, args);
        });
      },
    );

    test.each(IDENTITY_MODELS)("%s is not reachable", async (model) => {
      await door(async (db) => {
        for (const operation of ["findMany", "count", "create", "updateMany", "deleteMany"]) {
          await breach(db, model, operation, { data: {} });
        }
      });
    });

    test.each(["$queryRawUnsafe", "$executeRawUnsafe", "$queryRaw", "$executeRaw"])(
      "%s is refused",
      async (name) => {
        const sql = Object.assign(["SELECT 1"], { raw: ["SELECT 1"] });
        await expect(
          door((db) => {
            const run: (text: unknown) => Promise<unknown> = Reflect.get(db, name);
            return run.call(db, name.endsWith("Unsafe") ? "SELECT 1" : sql);
          }),
        ).rejects.toThrow(TenantBreach);
      },
    );

    test.each(["$parent", "$transaction", "$extends", "_originalClient", "_engine", "constructor"])(
      "there is no way round by %s",
      async (name) => {
        const reached = door(async (db) => Reflect.get(db, name));
        await expect(reached).rejects.toThrow(TenantBreach);
        const deeper = door(async (db) => Reflect.get(db.person, name));
        await expect(deeper).rejects.toThrow(TenantBreach);
      },
    );

    test.each(TENANT_MODELS)("%s: an empty OR meets nothing", async (model) => {
      await door(async (db) => {
        for (const where of [{ OR: [] }, { OR: [], AND: [] }, { OR: [], AND: {} }]) {
          expect(await call(db, model, "findMany", { where })).toEqual([]);
          expect(await call(db, model, "count", { where })).toBe(0);
        }
      });
    });

    test("a filter that is none is refused, not left out", async () => {
      await door(async (db) => {
        for (const where of [null, "x", 0, false]) {
          for (const operation of ["findMany", "count", "updateMany", "deleteMany"])
            await breach(db, "Team", operation, { where, data: { name: "x" } });
        }
      });
    });

    test("a cursor names no row of another organisation", async () => {
      const { orgId, teamId: id } = foreign;
      await door(async (db) => {
        for (const cursor of [
          { orgId_id: { orgId, id } },
          { orgId_name: { orgId, name: "Platform" } },
          { orgId_id: { orgId: own.orgId, id: own.teamId }, orgId_name: { orgId, name: "x" } },
        ])
          for (const operation of ["findMany", "findFirst", "count", "aggregate"])
            await breach(db, "Team", operation, { cursor, orderBy: { name: "asc" } });
        for (const cursor of [{ slug: foreign.slug }, { orgId }])
          await breach(db, "Organisation", "findMany", { cursor });
        const cursor = { orgId_id: { orgId: own.orgId, id: own.teamId } };
        expect(await db.team.findMany({ cursor })).toHaveLength(1);
        const people = { cursor: { orgId_personId_teamId: { orgId, teamId: id, personId: id } } };
        const team = { select: { people } };
        await breach(db, "Team", "findMany", team);
        await breach(db, "Person", "findFirst", { include: { teams: { include: { team } } } });
      });
    });

    test("what hangs on a row is reached through it alone", async () => {
      const seen = await door((db) => {
        const found = db.team.findFirst({ where: { orgId: foreign.orgId } });
        const people: () => Promise<unknown> = Reflect.get(found, "people");
        return people();
      });
      expect(seen ?? []).toEqual([]);
    });

    test("a foreign row cannot be hung on an own one", async () => {
      const [person] = (await dump(stage.ownerUrl, foreign.orgId, ["Person"])).Person ?? [];
      const personId = String(Reflect.get(person as object, "id"));
      const planted = door((db) =>
        db.teamPerson.create({ data: { teamId: own.teamId, personId } }),
      );
      await expect(planted).rejects.toMatchObject({ code: "P2003" });
    });

    test("after all this nothing of the other organisation has changed", async () => {
      expect(await dump(stage.ownerUrl, foreign.orgId, TENANT_MODELS)).toEqual(untouched);
    });

    test("queries of two organisations in the same tick never meet", async () => {
      for (let round = 0; round < 10; round += 1) await sameTick();
    });

    async function sameTick(): Promise<void> {
      const turns = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? own : foreign));
      const seen = await Promise.all(
        turns.map(({ orgId }) =>
          tenantTx(orgId, async (db) => {
            const [one, all] = await Promise.all([
              db.organisation.findFirst({ select: { orgId: true } }),
              db.person.findMany({ select: { orgId: true } }),
            ]);
            return [...organisationsIn([one, all])];
          }),
        ),
      );
      expect(seen).toEqual(turns.map(({ orgId }) => [orgId]));
    }

    test("look-ups that Prisma would merge are refused for both", async () => {
      const turns = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? own : foreign));
      for (let round = 0; round < 5; round += 1) {
        const looked = turns.map(({ orgId, teamId: id }) =>
          tenantTx(orgId, (db) =>
            call(db, "Team", "findUnique", { where: { orgId_id: { orgId, id } } }),
          ),
        );
        const ends = await Promise.allSettled(looked);
        expect(ends.every(({ status }) => status === "rejected")).toBe(true);
      }
    });
  });
}
