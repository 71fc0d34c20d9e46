import "server-only";
import { DOMParser } from "@xmldom/xmldom";
import { SsoFailure } from "./claim";

/**
 * What a provider wrote, as a document. Throws SsoFailure for what is no XML, and for what has a document type: entities
 * are how files are read and memory is filled.
 */
export function parseXml(xml: string) {
  if (/<!\s*(DOCTYPE|ENTITY)/i.test(xml)) throw new SsoFailure("answer");
  const refuse = (message: string) => {
    throw new SsoFailure("answer", message);
  };
  const errorHandler = { error: refuse, fatalError: refuse };
  return new DOMParser({ locator: {}, errorHandler }).parseFromString(xml, "text/xml");
}
