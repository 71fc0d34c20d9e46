import "server-only";
import { parseXml } from "./xml";

const MORE = "http://www.w3.org/2001/04/xmldsig-more#";
const ENC = "http://www.w3.org/2001/04/xmlenc#";
const EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";
const INCLUSIVE = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";

/** By what a response may be signed, and how it is written down for that. SHA-1 can be forged by who has a few thousand euros. */
const STRONG: ReadonlySet<string> = new Set([
  `${MORE}rsa-sha256`,
  `${MORE}rsa-sha384`,
  `${MORE}rsa-sha512`,
  "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1",
  `${ENC}sha256`,
  `${ENC}sha512`,
  "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
  EXCLUSIVE,
  `${EXCLUSIVE}WithComments`,
  INCLUSIVE,
  `${INCLUSIVE}#WithComments`,
]);

/**
 * Whether nothing in the response names an algorithm but these. The names are looked at as the parser reads them, the same
 * that the signature is checked with: in the text, one can be written in many ways. Throws SsoFailure for what is no XML.
 */
export function isStrong(xml: string): boolean {
  const named = Array.from<Element>(parseXml(xml).getElementsByTagName("*")).flatMap(algorithmsOf);
  return named.every((one) => STRONG.has(one));
}

const algorithmsOf = ({ attributes }: Element): string[] =>
  Array.from<Attr>(attributes).flatMap(({ localName, value }) =>
    localName === "Algorithm" ? [value] : [],
  );
