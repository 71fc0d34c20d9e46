import "server-only";
import { AppError } from "@/lib/errors";
import { type Weakness, weaknessOf } from "./password-weakness";
import { organisationNames } from "./store";

const PRODUCT = "Standby";

const WORDS: Readonly<Record<Weakness, string>> = {
  common:
    "This password, or one almost like it, is on the lists of stolen passwords that guessers try first. Choose another: a few words that do not belong together are good.",
  named:
    "This password is little more than your name, address, organisation or the product’s name. Choose another: a few words that do not belong together are good.",
};

/** The 49,233 passwords that were found most often where passwords were stolen; loaded when the first is chosen. */
let common: Promise<ReadonlySet<string>> | undefined;

function commonPasswords(): Promise<ReadonlySet<string>> {
  common ??= import("@zxcvbn-ts/language-common").then(
    ({ dictionary }) => new Set(dictionary.passwords),
  );
  return common;
}

type Owner = { readonly email: string; readonly name: string };

/**
 * Throws invalid if guessers would find the password soon. Asked wherever one is chosen, before it is hashed; `names` are
 * those of the organisations that its owner founds or joins with it, besides those that they are in.
 */
export async function requireGoodPassword(
  password: string,
  owner: Owner & { readonly id?: string },
  names: readonly string[] = [],
): Promise<void> {
  const own = owner.id === undefined ? [] : await organisationNames(owner.id);
  const [local = "", domain = ""] = owner.email.split("@");
  const known = [PRODUCT, owner.name, local, domain, ...names, ...own];
  const weakness = weaknessOf(password, await commonPasswords(), known);
  if (weakness) {
    const words = WORDS[weakness];
    throw new AppError("invalid", "Choose another password.", { password: [words] });
  }
}
