import * as z from "zod";

const text = z.string().max(10_000);
const credential = z.object({
  id: text,
  rawId: text,
  type: z.literal("public-key"),
  clientExtensionResults: z.object({}),
});

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
  credential.extend({
    response: z.object({
      clientDataJSON: text,
      attestationObject: text,
      transports: z.array(z.string().max(40)).max(10).default([]),
    }),
  }),
);

/** What a passkey signed, as `navigator.credentials.get` answers. */
export const signedSchema = json.pipe(
  credential.extend({
    response: z.object({
      clientDataJSON: text,
      authenticatorData: text,
      signature: text,
    }),
  }),
);
