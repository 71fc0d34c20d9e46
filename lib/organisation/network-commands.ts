import type * as z from "zod";
import { AppError } from "@/lib/errors";
import type { Context } from "@/lib/tenancy/context";
import { record } from "@/lib/tenancy/log";
import { lets } from "@/lib/tenancy/network";
import type { networksSchema } from "./network-schema";

/** Throws invalid where the list would lock out whoever makes it. */
function requirePresent(networks: readonly string[], address: string | null): void {
  if (lets(networks, address)) return;
  const words =
    address === null
      ? "Standby cannot tell from which address you come, so nobody could come in. Whoever runs it names its proxies in STANDBY_TRUSTED_PROXIES first."
      : `You come from ${address}, which is not in this list: you would lock yourself out. Add it.`;
  throw new AppError("invalid", words, { networks: [words] });
}

/**
 * Sets from which networks the organisation lets people and programs in, from the next request on; none: from
 * everywhere. Throws invalid for a list without the address that the actor comes from.
 */
export async function changeNetworks(
  context: Context,
  { networks }: z.output<typeof networksSchema>,
): Promise<void> {
  const { actor, db } = context;
  requirePresent(networks, actor.origin?.address ?? null);
  const held = await db.organisation.findFirst({ select: { networks: true } });
  const before = held?.networks ?? [];
  await db.organisation.updateMany({ data: { networks } });
  await record(context, {
    action: "network.changed",
    subject: { kind: "organisation", id: actor.orgId },
    body: { before: before.length, after: networks.length },
    // An address may be somebody's home.
    details: { holderId: actor.memberId, value: { before, after: networks } },
  });
}
