import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { inflateRawSync } from "node:zlib";

// Playwright finds no names in what is no module.
const { SamlLib } = createRequire(import.meta.url)("samlify") as typeof import("samlify");

const read = (name: string) => readFileSync(`tests/fixtures/saml/${name}`, "utf8");

/** Two keys of providers, with their certificates. */
export const KEYS = {
  one: { key: read("one.key"), certificate: read("one.crt") },
  two: { key: read("two.key"), certificate: read("two.crt") },
} as const;

const MINUTE = 60_000;
const RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
const at = (time: number) => new Date(time).toISOString();

export type Said = {
  readonly issuer: string;
  readonly audience: string;
  readonly recipient: string;
  readonly inResponseTo: string | null;
  readonly nameId: string;
  readonly format: string;
  /** Minutes from now. */
  readonly from: number;
  readonly until: number;
  /** When they signed in at the provider; null: it does not say. */
  readonly signedIn: number | null;
  readonly id: string;
};

export const newId = (): string => `_${randomBytes(16).toString("hex")}`;

const assertionOf = (said: Said): string => {
  const asked = said.inResponseTo === null ? "" : ` InResponseTo="${said.inResponseTo}"`;
  const now = Date.now();
  const until = at(now + said.until * MINUTE);
  const since = said.signedIn === null ? "" : ` AuthnInstant="${at(now + said.signedIn * MINUTE)}"`;
  return `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${said.id}" Version="2.0" IssueInstant="${at(now)}"><saml:Issuer>${said.issuer}</saml:Issuer><saml:Subject><saml:NameID Format="${said.format}">${said.nameId}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="${until}" Recipient="${said.recipient}"${asked}/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="${at(now + said.from * MINUTE)}" NotOnOrAfter="${until}"><saml:AudienceRestriction><saml:Audience>${said.audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement${since}><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement></saml:Assertion>`;
};

/** A response as XML, not signed. */
export const unsigned = (said: Said): string => {
  const asked = said.inResponseTo === null ? "" : ` InResponseTo="${said.inResponseTo}"`;
  return `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="${newId()}" Version="2.0" IssueInstant="${at(Date.now())}" Destination="${said.recipient}"${asked}><saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${said.issuer}</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>${assertionOf(said)}</samlp:Response>`;
};

const PATHS = {
  Assertion: "/*[local-name(.)='Response']/*[local-name(.)='Assertion']",
  Response: "/*[local-name(.)='Response']",
} as const;

/** The XML with one of its elements signed, as samlify's provider signs. */
export function signed(
  xml: string,
  { key, certificate }: (typeof KEYS)[keyof typeof KEYS] = KEYS.one,
  what: keyof typeof PATHS = "Assertion",
  algorithm = RSA_SHA256,
): string {
  return SamlLib.constructSAMLSignature({
    rawSamlMessage: xml,
    referenceTagXPath: PATHS[what],
    privateKey: key,
    signingCert: certificate.replaceAll(/-----[A-Z ]+-----|\s/g, ""),
    signatureAlgorithm: algorithm,
    isBase64Output: false,
    signatureConfig: {
      prefix: "ds",
      location: { reference: `${PATHS[what]}/*[local-name(.)='Issuer']`, action: "after" },
    },
  });
}

/** The id of the request that an address of a provider carries. */
export function requestIdIn(address: string): string {
  const packed = new URL(address).searchParams.get("SAMLRequest") ?? "";
  const xml = inflateRawSync(Buffer.from(packed, "base64")).toString();
  return / ID="([^"]+)"/.exec(xml)?.[1] ?? "";
}
