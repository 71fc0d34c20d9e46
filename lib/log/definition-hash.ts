import { createHash } from "node:crypto";
import { canonical } from "@/lib/tenancy/canonical";

/** SHA-256, in hex, of a definition in the form of RFC 8785: what an entry says that a publication came to. */
export function definitionHash(definition: unknown): string {
  return createHash("sha256").update(canonical(definition), "utf8").digest("hex");
}
