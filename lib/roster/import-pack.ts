import { gunzipSync, gzipSync } from "node:zlib";
import { FILE_LIMIT } from "@/lib/import/json";

/** A file's text as a hidden field carries it from the preview to the drafts: a form would change its line ends. */
export function pack(text: string): string {
  return gzipSync(text).toString("base64");
}

/** The text again, or null when `packed` was not made by `pack` or holds more than any file may. */
export function unpack(packed: string): string | null {
  try {
    // Without a limit a few kilobytes could unpack to gigabytes.
    const bytes = gunzipSync(Buffer.from(packed, "base64"), { maxOutputLength: FILE_LIMIT + 1024 });
    return bytes.toString("utf8");
  } catch {
    return null;
  }
}
