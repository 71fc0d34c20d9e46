import { keptIndex } from "@/lib/auth/kept-key";
import type { TokenKind } from "@/lib/crypto/token";

/** A token's keyed hash: what is stored and looked for. Its key stays, for nobody has the texts to hash them again. */
export function tokenIndex(kind: TokenKind, text: string): Promise<string> {
  return keptIndex(`index:token.${kind}`, "", text);
}
