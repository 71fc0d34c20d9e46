import { boxPrefix, open, type Place } from "@/lib/crypto/box";
import { keyRing } from "@/lib/crypto/keys";

/** What ciphertexts under the present master key begin with. */
export const presentPrefix = (): string => boxPrefix(keyRing()[0].id);

/** The text of a ciphertext, or null for one that no key here opens. */
export function readable(box: string, place: Place): string | null {
  try {
    return open(box, place);
  } catch {
    return null;
  }
}
