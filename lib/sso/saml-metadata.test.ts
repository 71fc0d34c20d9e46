import { expect, test } from "vitest";
import { KEYS } from "@/tests/support/saml";
import { metadataOf } from "@/tests/support/saml-idp";
import { readSamlMetadata } from "./saml-metadata";

const xml = metadataOf("https://idp.example", [KEYS.one, KEYS.two]);
const bare = ({ certificate }: { readonly certificate: string }) =>
  certificate.replaceAll(/-----[A-Z ]+-----|\s/g, "");

test("a provider's metadata say who it is, where people sign in by redirect, and by what it signs", () => {
  expect(readSamlMetadata(xml)).toEqual({
    issuer: "https://idp.example",
    entryPoint: "https://idp.example/sign-in",
    certificates: [bare(KEYS.one), bare(KEYS.two)],
  });
});

test("a certificate that is for encryption alone signs nothing", () => {
  const [first = ""] = /<KeyDescriptor.*?<\/KeyDescriptor>/s.exec(xml) ?? [];
  const other = xml.replace(first, first.replace('use="signing"', 'use="encryption"'));
  expect(other).not.toBe(xml);
  expect(readSamlMetadata(other).certificates).toEqual([bare(KEYS.two)]);
});

const [role = ""] = /<IDPSSODescriptor.*<\/IDPSSODescriptor>/s.exec(xml) ?? [];

test.each([
  ["that is no XML", "no XML"],
  ["with a document type", `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>${xml}`],
  ["of nobody whom people sign in at", xml.replace(role, "")],
  ["of two providers", xml.replace(role, role + role)],
  ["in another language", xml.replaceAll("SAML:2.0:metadata", "SAML:1.1:metadata")],
])("nothing is read from a text %s", (_, text) => {
  expect(text).not.toBe(xml);
  expect(() => readSamlMetadata(text)).toThrow(expect.objectContaining({ reason: "answer" }));
});
