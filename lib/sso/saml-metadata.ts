import "server-only";
import { SsoFailure } from "./claim";
import { outbound } from "./outbound";
import { parseXml } from "./xml";

/** What a SAML provider says of itself: its entity id, where people sign in by HTTP-Redirect, and by what it signs, as base64. */
export type SamlMetadata = {
  readonly issuer: string;
  readonly entryPoint: string;
  readonly certificates: readonly string[];
};

const METADATA = "urn:oasis:names:tc:SAML:2.0:metadata";
const XMLDSIG = "http://www.w3.org/2000/09/xmldsig#";
const REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";

type Parent = Pick<Element, "getElementsByTagNameNS">;

const all = (parent: Parent, name: string, space = METADATA): Element[] =>
  Array.from<Element>(parent.getElementsByTagNameNS(space, name));

/** A provider's metadata as XML. Throws SsoFailure for what is none, or of several providers, or none that we can use. */
export function readSamlMetadata(xml: string): SamlMetadata {
  const roles = all(parseXml(xml), "IDPSSODescriptor");
  const [role] = roles;
  const entity = role?.parentNode;
  if (!role || roles.length > 1 || !isElement(entity)) throw new SsoFailure("answer");
  const doors = all(role, "SingleSignOnService");
  const door = doors.find((one) => one.getAttribute("Binding") === REDIRECT);
  const keys = all(role, "KeyDescriptor").filter((key) => key.getAttribute("use") !== "encryption");
  const certificates = keys
    .flatMap((key) => all(key, "X509Certificate", XMLDSIG))
    .map(({ textContent }) => (textContent ?? "").replaceAll(/\s/g, ""));
  return {
    issuer: entity.getAttribute("entityID") ?? "",
    entryPoint: door?.getAttribute("Location") ?? "",
    certificates: [...new Set(certificates)],
  };
}

const isElement = (node: ParentNode | undefined | null): node is Element => node?.nodeType === 1;

/** The metadata that an administrator gave: the XML, or the address where the provider keeps it. Throws SsoFailure. */
export async function findSamlMetadata(given: string): Promise<SamlMetadata> {
  if (!/^https?:/i.test(given)) return readSamlMetadata(given);
  if (!URL.canParse(given)) throw new SsoFailure("unreachable");
  const answer = await outbound(given, {}).catch((cause: unknown) => {
    throw new SsoFailure("unreachable", cause);
  });
  if (!answer.ok) throw new SsoFailure("unreachable", answer.status);
  return readSamlMetadata(await answer.text());
}
