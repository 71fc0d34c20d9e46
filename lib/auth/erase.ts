import "server-only";
import { randomUUID } from "node:crypto";
import { seal } from "@/lib/crypto/box";
import { emailPlace } from "@/lib/crypto/places";
import { emailIndex } from "./account";
import { emptyUser } from "./erase-store";
import { insertUser } from "./store";

/** An address that nobody has and no mail reaches (RFC 2606): every account and member needs one of its own. */
export const nobodysAddress = (): string => `${randomUUID()}@erased.invalid`;

function nobody(id: string) {
  const email = nobodysAddress();
  return {
    emailHash: emailIndex(email),
    emailBox: seal(email, emailPlace(id)),
    name: "Somebody who left",
    passwordHash: "none",
  };
}

/**
 * An account that is nobody's and opens nothing. A member who was erased is given it: through their own, what they did
 * could be told from what they do elsewhere, or be theirs again.
 */
export async function insertNobody(): Promise<string> {
  const id = randomUUID();
  await insertUser({ id, ...nobody(id), zone: "UTC" });
  return id;
}

/** Erases an account that is a member nowhere any more. False if it still is somewhere. */
export async function eraseAccount(userId: string): Promise<boolean> {
  return emptyUser(userId, nobody(userId));
}
