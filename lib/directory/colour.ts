/** How many colours people.css defines. */
export const PERSON_COLOURS = 12;

/**
 * The colour of a person: a number from 0 to 11, the same for the same id everywhere and for ever.
 * Put it on an element as `data-person` and style with `--person`, `--on-person` and `--person-soft`.
 * Never the only carrier of meaning: a name or initials stand beside it.
 */
export function personColour(id: string): number {
  // FNV-1a, then a final mix: ids that differ in one character must not land side by side.
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) {
    hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  hash ^= hash >>> 13;
  return (hash >>> 0) % PERSON_COLOURS;
}
