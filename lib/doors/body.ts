import "server-only";

/** The text of a body; null for one of more bytes than that, of which no more is read. */
export async function readAtMost({ body }: Request, most: number): Promise<string | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body ?? []) {
    size += part.length;
    if (size > most) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}
