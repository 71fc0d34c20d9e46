import * as z from "zod";

const text = z.string().max(10_000);
const extensions = z.object({});
const type = z.literal("public-key");

/** What a browser hands over is JSON in a field of a form. */
const json = z
  .string()
  .max(30_000)
  .transform((value, context): unknown => {
    try {
      return JSON.parse(value);
    } catch {
      context.addIssue({ code: "custom", message: "That was no answer of a passkey." });
      return z.NEVER;
    }
  });

/** A new passkey, as `navigator.credentials.create` answers. */
export const madeSchema = json.pipe(
  z.object({
    id: text,
    rawId: text,
    type,
    clientExtensionResults: extensions,
    response: z.object({
      clientDataJSON: text,
      attestationObject: text,
      transports: z.array(z.string().max(40)).max(10).default([]),
    }),
  }),
);

/** What a passkey signed, as `navigator.credentials.get` answers. */
export const signedSchema = json.pipe(
  z.object({
    id: text,
    rawId: text,
    type,
    clientExtensionResults: extensions,
    response: z.object({
      clientDataJSON: text,
      authenticatorData: text,
      signature: text,
    }),
  }),
);
