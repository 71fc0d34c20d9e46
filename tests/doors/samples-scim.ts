import { randomUUID } from "node:crypto";
import { createToken } from "@/lib/scim/token-commands";
import type { Fields, Samples } from "./sample";
import { at, type World } from "./world";

const needs = ["organisation.own"] as const;

/** A token that works, the only one. */
async function token({ owner }: World): Promise<string> {
  return at(owner, async (context) => {
    await context.db.scimToken.updateMany({ data: { revokedAt: new Date() } });
    await createToken(context, { preset: "Viewer" });
    return (await context.db.scimToken.findFirst({ where: { revokedAt: null } }))?.id ?? "";
  });
}

async function group({ owner }: World): Promise<Fields> {
  const groupId = randomUUID();
  await at(owner, ({ db }) =>
    db.scimGroup.create({ data: { id: groupId, displayName: groupId }, select: { id: true } }),
  );
  return { groupId, teamId: "", preset: "" };
}

export const scimSamples: Samples = {
  "settings/scim/page.tsx": [{ needs }],
  "settings/scim/actions.ts createToken": [
    {
      needs: ["organisation.own", "schedule.view"],
      fields: async (world) => {
        await token(world);
        return { preset: "Viewer" };
      },
    },
  ],
  "settings/scim/actions.ts recycleToken": [
    {
      needs: ["organisation.own", "schedule.view"],
      fields: async (world) => ({ tokenId: await token(world), overlap: "1" }),
    },
  ],
  "settings/scim/actions.ts revokeToken": [
    { needs, fields: async (world) => ({ tokenId: await token(world) }) },
  ],
  "settings/scim/actions.ts mapGroup": [{ needs, fields: group }],
};
