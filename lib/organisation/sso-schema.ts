import { X509Certificate } from "node:crypto";
import * as z from "zod";
import { rowIdSchema } from "@/lib/tenancy/row-id";

const nameSchema = z.string().trim().min(1, "Write a name.").max(60, "Use at most 60 characters.");

export const newConnectionSchema = z.strictObject({
  kind: z.enum(["oidc", "saml"]),
  name: nameSchema,
});

export const connectionSchema = z.strictObject({ connectionId: rowIdSchema });

const addressSchema = (what: string) =>
  z
    .string()
    .trim()
    .max(500, "That is too long.")
    .refine((text) => URL.canParse(text), {
      error: `Copy the ${what} whole, with https:// in front.`,
      // What is asked next takes it for an address.
      abort: true,
    });

/** What Microsoft calls the issuers that speak for all tenants, and for people without one. */
const EVERYBODY =
  /^\/+(common|organizations|consumers|9188040d-6c67-4c5b-b112-36a304b66dad)(\/|$)/i;

/** Whether an issuer speaks for one organisation: whoever has any Microsoft account would else come by it. */
function isOneTenant(issuer: string): boolean {
  const { hostname, pathname } = new URL(issuer);
  return hostname.replace(/\.$/, "") !== "login.microsoftonline.com" || !EVERYBODY.test(pathname);
}

export const oidcSchema = z.strictObject({
  connectionId: rowIdSchema,
  name: nameSchema,
  issuer: addressSchema("issuer").refine(
    isOneTenant,
    "This issuer lets in everybody whom Microsoft knows. Write your tenant’s id instead: https://login.microsoftonline.com/TENANT-ID/v2.0.",
  ),
  clientId: z.string().trim().min(1, "Copy the client id.").max(300),
  /** Empty: the one that is stored. */
  clientSecret: z.string().trim().max(1_000).default(""),
});

const PEM = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/** One certificate, or two while they rotate, as PEM or as the bare base64 of one. */
const certificatesSchema = z
  .string()
  .max(30_000)
  .transform((text, context) => {
    const found = text.match(PEM) ?? [toPem(text)];
    const read = found.map(readCertificate);
    const all = read.flatMap((one) => one ?? []);
    const message =
      all.length < read.length
        ? "Copy the certificate whole, from BEGIN CERTIFICATE to END CERTIFICATE."
        : all.length > 2 && "Use at most two: the present one and the next.";
    const short = all.some(hasShortKey) && "Use a certificate whose RSA key has 2048 bits or more.";
    if (!message && !short) return [...new Set(all)];
    context.addIssue({ code: "custom", message: message || short || "" });
    return z.NEVER;
  });

/** Whether whoever has some money could sign as its owner. */
function hasShortKey(pem: string): boolean {
  const { modulusLength } = new X509Certificate(pem).publicKey.asymmetricKeyDetails ?? {};
  return modulusLength !== undefined && modulusLength < 2_048;
}

/** A certificate's bare base64 as PEM. */
export const toPem = (text: string): string =>
  `-----BEGIN CERTIFICATE-----\n${text.replaceAll(/\s/g, "")}\n-----END CERTIFICATE-----`;

function readCertificate(pem: string): string | null {
  try {
    return new X509Certificate(pem).toString();
  } catch {
    return null;
  }
}

export const samlSchema = z.strictObject({
  connectionId: rowIdSchema,
  name: nameSchema,
  issuer: z.string().trim().min(1, "Copy the entity id.").max(500),
  entryPoint: addressSchema("sign-in address"),
  certificates: certificatesSchema,
});

/** `metadata`: the provider's XML, or where it is. */
export const samlMetadataSchema = z.strictObject({
  connectionId: rowIdSchema,
  name: nameSchema,
  metadata: z
    .string()
    .trim()
    .min(1, "Write its address, or paste the XML.")
    .max(300_000, "That is too long. Write its address."),
});

export const factorsTrustedSchema = z.strictObject({ trusted: z.stringbool().default(false) });
export const ssoRequiredSchema = z.strictObject({ required: z.stringbool().default(false) });

const domainSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(
    /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/,
    "Write a domain, such as example.com.",
  );

export const ssoDomainSchema = z.strictObject({ domain: domainSchema });
