import * as z from "zod";
import { isCountry } from "@/lib/import/countries";
import { decodeText } from "@/lib/import/decode";
import { FILE_LIMIT } from "@/lib/import/json";
import { unpack } from "./import-pack";

/** Beyond this nothing is read; up to it, the reader says what its limit is. */
const MOST_BYTES = 2 * FILE_LIMIT;

const upload = {
  file: z.file("Choose a file.").max(MOST_BYTES, "The file is larger than 2 MB.").optional(),
  pasted: z.string().max(MOST_BYTES, "The text is larger than 2 MB.").default(""),
};

type Upload = { readonly file?: File | undefined; readonly pasted: string };

/** The chosen file's text, else what was pasted. Browsers send an empty file where none was chosen. */
async function textOf({ file, pasted }: Upload, context: z.RefinementCtx): Promise<string> {
  if (file && file.size > 0) return decodeText(new Uint8Array(await file.arrayBuffer()));
  if (pasted.trim() !== "") return pasted;
  context.addIssue({
    code: "custom",
    path: ["file"],
    message: "Choose a file that is not empty, or paste its text.",
  });
  return z.NEVER;
}

const country = z
  .string()
  .max(10, "Choose a country from the list.")
  .default("")
  .transform((code, context) => {
    if (code === "") return undefined;
    if (isCountry(code)) return code;
    context.addIssue({ code: "custom", message: "Choose a country from the list." });
    return z.NEVER;
  });

const packed = z
  .string()
  .max(MOST_BYTES)
  .transform((text, context) => {
    const file = unpack(text);
    if (file !== null) return file;
    context.addIssue({
      code: "custom",
      message: "The file did not arrive whole. Look at it again.",
    });
    return z.NEVER;
  });

/** A file of schedules to look at. */
export const previewImportSchema = z
  .strictObject(upload)
  .transform(async (input, context) => ({ text: await textOf(input, context) }));

/** What was looked at, confirmed: the same text and the team that gets the schedules. */
export const runImportSchema = z
  .strictObject({ packed, teamId: z.uuid("Choose a team."), confirm: z.literal("yes") })
  .transform(({ packed: text, teamId }) => ({ text, teamId }));

/** A CSV file of people to look at. */
export const previewPeopleSchema = z
  .strictObject({ ...upload, country })
  .transform(async ({ country: code, ...input }, context) => ({
    text: await textOf(input, context),
    country: code,
  }));

/** The people that were looked at, confirmed. */
export const runPeopleSchema = z
  .strictObject({ packed, country, confirm: z.literal("yes") })
  .transform(({ packed: text, country: code }) => ({ text, country: code }));
