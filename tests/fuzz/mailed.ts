import { randomUUID } from "node:crypto";
import { createUser } from "@/lib/auth/account";
import { requestReset } from "@/lib/auth/reset";
import { newSignUp } from "@/lib/auth/sign-up";
import { invite } from "@/lib/members/commands";
import { as } from "@/scripts/demo-stage";
import type { Fields } from "@/tests/doors/sample";
import type { World } from "@/tests/doors/world";

const email = () => `${randomUUID()}@example.com`;

async function resetLink(): Promise<Fields> {
  const account = { name: "Rosa", email: email(), password: "correct horse battery", zone: "UTC" };
  await createUser(account);
  let mailed = "";
  await requestReset(account.email, async ({ secret }) => {
    mailed = secret;
  });
  return { secret: mailed };
}

async function invitation({ owner }: World): Promise<Fields> {
  const { link } = await as(owner, Date.now(), (context) =>
    invite(context, { name: "Ina", email: email(), grants: [] }),
  );
  return { token: link.replace("/invitation/", "") };
}

/** What a mail brings to a form of somebody who is not signed in: the secret of its link. */
export const MAILED: Readonly<Record<string, (world: World) => Promise<Fields>>> = {
  "/(account)/actions.ts setNewPassword": resetLink,
  "/(account)/actions.ts acceptAsNew": invitation,
  "/(account)/sign-up/actions.ts signUp": async () => ({
    secret: (await newSignUp(email(), Date.now())) ?? "",
  }),
};
