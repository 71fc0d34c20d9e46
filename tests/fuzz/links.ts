import { createUser } from "@/lib/auth/account";
import { requestReset } from "@/lib/auth/reset";
import { newSignUp } from "@/lib/auth/sign-up";
import { invite } from "@/lib/members/commands";
import { as } from "@/scripts/demo-stage";
import type { World } from "@/tests/doors/world";

/** The secret of a link that sets a new password, of a new account of that address. */
export async function resetLink(email: string): Promise<string> {
  await createUser({ name: "Rosa", email, password: "correct horse battery", zone: "UTC" });
  let mailed = "";
  await requestReset(email, async ({ secret }) => {
    mailed = secret;
  });
  return mailed;
}

/** The secret of a link by which the owner of an address signs up. */
export async function signUpLink(email: string): Promise<string> {
  const secret = await newSignUp(email, Date.now());
  if (!secret) throw new Error("there is an account of that address");
  return secret;
}

/** The secret of an invitation of an address. */
export async function invitationTo({ owner }: World, email: string): Promise<string> {
  const { link } = await as(owner, Date.now(), (context) =>
    invite(context, { name: "Ina", email, grants: [] }),
  );
  return link.replace("/invitation/", "");
}
