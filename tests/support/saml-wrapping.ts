import { newId } from "./saml";

/** The parts of a signed response, and an assertion of somebody's own making that says another name. */
type Parts = {
  readonly assertion: string;
  readonly signature: string;
  /** The signed assertion without its signature. */
  readonly bare: string;
  readonly forged: string;
};

/** `inner` as the last child of the element that `outer` is. */
const within = (outer: string, inner: string): string =>
  outer.replace(/<\/[\w:]+>$/, (end) => inner + end);
const behindIssuer = (outer: string, inner: string): string =>
  outer.replace("</saml:Issuer>", `</saml:Issuer>${inner}`);
const asObject = (signature: string, held: string): string =>
  within(signature, `<ds:Object>${held}</ds:Object>`);

/** What stands in place of the assertion, by the names that Somorovsky and others gave to the ways (XSW). */
const IN_PLACE: Readonly<Record<string, (parts: Parts) => string>> = {
  "XSW3: beside it, first": ({ assertion, forged }) => forged + assertion,
  "XSW3, the other way round": ({ assertion, forged }) => assertion + forged,
  "XSW4: around it": ({ assertion, forged }) => within(forged, assertion),
  "XSW5: with its signature, and it behind": ({ signature, bare, forged }) =>
    behindIssuer(forged, signature) + bare,
  "XSW6: with its signature, which holds it": ({ signature, bare, forged }) =>
    behindIssuer(forged, asObject(signature, bare)),
  "XSW7: among extensions, first": ({ assertion, forged }) =>
    `<samlp:Extensions>${forged}</samlp:Extensions>${assertion}`,
  "XSW7, the other way round": ({ assertion, forged }) =>
    `<samlp:Extensions>${assertion}</samlp:Extensions>${forged}`,
  "XSW8: held by its signature": ({ signature, bare, forged }) =>
    behindIssuer(bare, asObject(signature, forged)),
};

/** The same around the response that it came in. */
const AROUND: Readonly<Record<string, (xml: string, parts: Parts) => string>> = {
  "XSW1: the response in a signature of another": (xml, { assertion, forged }) =>
    behindIssuer(
      xml.replace(assertion, forged),
      `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:Object>${xml}</ds:Object></ds:Signature>`,
    ),
  "XSW2: the response before the assertion of another": (xml, { assertion, forged }) =>
    xml.replace(assertion, xml + forged),
};

/** Every way of signature wrapping, by its name. */
export const WRAPPINGS = [...Object.keys(IN_PLACE), ...Object.keys(AROUND)];

/** A signed response in which another assertion, of somebody else by this name, is put where it may be believed. */
export function wrapped(xml: string, way: string, name: string, other: string): string {
  const [assertion = ""] = /<saml:Assertion.*<\/saml:Assertion>/s.exec(xml) ?? [];
  const [signature = ""] = /<ds:Signature.*<\/ds:Signature>/s.exec(assertion) ?? [];
  const bare = assertion.replace(signature, "");
  const forged = bare.replace(/ ID="[^"]+"/, ` ID="${newId()}"`).replace(name, other);
  const parts = { assertion, signature, bare, forged };
  const inPlace = IN_PLACE[way];
  if (inPlace) return xml.replace(assertion, inPlace(parts));
  return AROUND[way]?.(xml, parts) ?? "";
}
