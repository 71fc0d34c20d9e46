import "server-only";
import { randomBytes } from "node:crypto";
import { SAML, SamlStatusError, ValidateInResponseTo } from "@node-saml/node-saml";
import * as z from "zod";
import { type Claim, SsoFailure } from "./claim";
import { refusedAddress } from "./outbound";
import { type Provider, providerAddress } from "./provider";
import { isStrong } from "./saml-algorithms";
import type { FailureReason } from "./schema";

type Asking = Pick<Provider, "id" | "issuer" | "entryPoint" | "certificates">;

/** Clocks may differ by so many ms, and an assertion is this old at most, whatever it says of itself. */
const SKEW = 60_000;
const MOST_AGE = 10 * 60_000;
const MOST_TEXT = 200_000;

/** An id for a request: SAML's begin with a letter or a line. */
export const newRequestId = (): string => `_${randomBytes(20).toString("hex")}`;

function samlOf(provider: Asking, requestId: string, again: boolean): SAML {
  return new SAML({
    issuer: providerAddress(provider.id, "metadata"),
    audience: providerAddress(provider.id, "metadata"),
    callbackUrl: providerAddress(provider.id, "acs"),
    entryPoint: provider.entryPoint,
    idpCert: [...provider.certificates],
    wantAssertionsSigned: true,
    wantAuthnResponseSigned: false,
    // Looked at below, in what was signed: the library reads the one outside of it too.
    validateInResponseTo: ValidateInResponseTo.never,
    acceptedClockSkewMs: SKEW,
    maxAssertionAgeMs: MOST_AGE,
    identifierFormat: null,
    disableRequestedAuthnContext: true,
    forceAuthn: again,
    generateUniqueId: () => requestId,
  });
}

/** Where a browser is sent to sign in; the answer names `requestId`. Throws SsoFailure. */
export async function beginSaml(provider: Asking, requestId: string, again: boolean): Promise<URL> {
  if (!URL.canParse(provider.entryPoint) || refusedAddress(new URL(provider.entryPoint)))
    throw new SsoFailure("unreachable");
  return new URL(await samlOf(provider, requestId, again).getAuthorizeUrlAsync("", undefined, {}));
}

/** What a SAML provider is told of us, as XML. */
export function samlMetadata(id: string): string {
  const place = { id, issuer: "-", entryPoint: "-", certificates: ["-"] };
  return samlOf(place, newRequestId(), false).generateServiceProviderMetadata(null, null);
}

/** What a verified assertion says. `inResponseTo` null: nobody asked. */
export type Asserted = {
  readonly claim: Claim;
  readonly assertionId: string;
  readonly inResponseTo: string | null;
  /** Until when it could be sent again, in ms since the epoch. */
  readonly until: number;
};

const text = z.object({ _: z.string().trim().min(1).max(1_000) });
const one = <T extends z.ZodType>(schema: T) => z.tuple([schema]);
const confirmation = z.object({
  $: z.object({ Method: z.string() }),
  SubjectConfirmationData: one(
    z.object({
      $: z.object({
        Recipient: z.string(),
        NotOnOrAfter: z.iso.datetime({ offset: true }),
        InResponseTo: z.string().min(1).optional(),
      }),
    }),
  ),
});
const statement = z.object({ $: z.object({ AuthnInstant: z.iso.datetime({ offset: true }) }) });
const assertionSchema = z.object({
  Assertion: z.object({
    $: z.object({ ID: z.string().min(1).max(500) }),
    Issuer: one(text),
    Subject: one(
      z.object({
        NameID: one(text.extend({ $: z.object({ Format: z.string().optional() }).optional() })),
        SubjectConfirmation: z.array(confirmation),
      }),
    ),
    Conditions: z.array(z.unknown()).length(1),
    AuthnStatement: z.array(statement).min(1),
  }),
});

const BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
const MAIL = [
  "email",
  "mail",
  "urn:oid:0.9.2342.19200300.100.1.3",
  "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
];

/**
 * What a response to the ACS says, all of it from what one of the provider's certificates signed: for us, by this
 * provider, now. Throws SsoFailure. That its id was not seen before, and that this browser asked, is the caller's to see to.
 */
export async function checkSaml(
  provider: Asking,
  response: string,
  now: number,
): Promise<Asserted> {
  if (response.length > MOST_TEXT) throw new SsoFailure("answer");
  const xml = Buffer.from(response, "base64").toString("utf8");
  if (!isStrong(xml)) throw new SsoFailure("signature");
  const { profile } = await samlOf(provider, "", false)
    .validatePostResponseAsync({ SAMLResponse: response })
    .catch((cause: unknown) => {
      throw new SsoFailure(reasonOf(cause), cause);
    });
  const read = assertionSchema.safeParse(profile?.getAssertion?.());
  if (!profile || !read.success) throw new SsoFailure("answer", read.error);
  return toAsserted(provider, read.data.Assertion, mailOf(profile), now);
}

function toAsserted(
  provider: Asking,
  { $: { ID }, Issuer, Subject, AuthnStatement }: z.output<typeof assertionSchema>["Assertion"],
  mail: string | null,
  now: number,
): Asserted {
  const [{ _: issuer }] = Issuer;
  const [{ NameID, SubjectConfirmation }] = Subject;
  const [{ _: name, $: named }] = NameID;
  const format = named?.Format ?? "";
  if (issuer !== provider.issuer) throw new SsoFailure("answer");
  if (format.endsWith(":transient")) throw new SsoFailure("transient");
  const acs = providerAddress(provider.id, "acs");
  const bearers = SubjectConfirmation.filter(({ $ }) => $.Method === BEARER);
  const [ours] = bearers
    .map(({ SubjectConfirmationData: [{ $ }] }) => $)
    .filter(({ Recipient }) => Recipient === acs);
  if (!ours) throw new SsoFailure("audience");
  const ends = Date.parse(ours.NotOnOrAfter);
  if (now - SKEW >= ends) throw new SsoFailure("expired");
  const instants = AuthnStatement.map(({ $ }) => Date.parse($.AuthnInstant));
  return {
    claim: {
      provider: provider.id,
      subject: name,
      label: (mail ?? name).slice(0, 200),
      authenticatedAt: Math.max(...instants),
    },
    assertionId: ID,
    inResponseTo: ours.InResponseTo ?? null,
    until: Math.max(ends, now + MOST_AGE) + 2 * SKEW,
  };
}

/** The address among the attributes, by the names that providers give it. */
function mailOf(profile: Readonly<Record<string, unknown>>): string | null {
  const found = MAIL.map((name) => profile[name]).find((value) => typeof value === "string");
  return typeof found === "string" ? found : null;
}

function reasonOf(cause: unknown): FailureReason {
  const words = cause instanceof Error ? cause.message : "";
  if (/signature/i.test(words)) return "signature";
  if (/audience/i.test(words)) return "audience";
  if (/expired|not yet valid/i.test(words)) return "expired";
  // Its words stand in the message in place of the code, where it has some.
  const status = cause instanceof SamlStatusError ? cause.xmlStatus : "";
  if (/status:(RequestDenied|AuthnFailed)"/.test(status)) return "declined";
  return "answer";
}
