import { FACTOR_KINDS } from "@/lib/auth/schema";
import type { Context } from "@/lib/tenancy/context";

/** What the organisation asks of second factors; null only when it is gone. */
export async function findFactorPolicy({ db }: Pick<Context, "db">) {
  const found = await db.organisation.findFirst({
    select: { factorSince: true, factorKinds: true, factorGraceDays: true },
  });
  return (
    found && {
      required: found.factorSince !== null,
      kinds: FACTOR_KINDS.filter((kind) => found.factorKinds.includes(kind)),
      graceDays: found.factorGraceDays,
    }
  );
}

/** How long members' sessions last; null only when it is gone. */
export async function findSessionLimits({ db }: Pick<Context, "db">) {
  return db.organisation.findFirst({ select: { idleMinutes: true, sessionHours: true } });
}

/** The organisation's own settings; null only when it is gone. */
export async function findOrganisation({ db }: Pick<Context, "db">) {
  return db.organisation.findFirst({
    select: { name: true, zone: true, slug: true, logDays: true, networks: true },
  });
}
