import type { Context } from "@/lib/tenancy/context";

/** The organisation's own settings; null only when it is gone. */
export async function findOrganisation({ db }: Pick<Context, "db">) {
  return db.organisation.findFirst({
    select: { name: true, zone: true, slug: true, logDays: true, networks: true },
  });
}
