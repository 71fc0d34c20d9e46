import { expect, test } from "vitest";
import { parseXml } from "./xml";

const LENGTH = 150_000;
/** Such parts one after another, each with its number, until the text is as long as an answer may be. */
function long(part: (i: string) => string): string {
  let text = "";
  for (let i = 0; text.length < LENGTH; i += 1) text += part(i.toString(36));
  return text;
}
const nested = (k: number, name: (i: number) => string): string =>
  Array.from({ length: k }, (_, i) => `<${name(i)}>`).join("") +
  Array.from({ length: k }, (_, i) => `</${name(k - 1 - i)}>`).join("");
const root = (inner: string): string => `<r>${inner}</r>`;

/** What the parser, or what checks signatures behind it, is busy with for seconds to minutes. */
test.each([
  ["of many names that are never ended", root(long((i) => `<e${i}>`))],
  ["of many names", root(long((i) => `<e${i}>x</e${i}>`))],
  ["of many names in one another", nested(12_000, (i) => `e${i}`)],
  ["of many elements", root(long(() => "<a/>"))],
  ["of elements many deep", nested(20_000, () => "a")],
  ["with many attributes", `<r${long((i) => ` a${i}=""`)}/>`],
  ["with an attribute that is long", `<r a="${"a".repeat(LENGTH)}:"/>`],
  ["with many comments", long(() => "<!---->") + root("")],
  ["with many instructions", long(() => "<?a?>") + root("")],
  ["with comments that are not ended", root(long(() => "<!--"))],
  ["with instructions that are not ended", root(long(() => "<?"))],
  ["with CDATA that is not ended", root(long(() => "<![CDATA["))],
  ["with what begins like a document type", root(long(() => "<!"))],
  ["with many signs of a tag", root("<".repeat(LENGTH))],
  ["with a line that a sign of another kind ends", root(`${"a".repeat(LENGTH)}\u2029`)],
])("a text %s is refused before it is parsed", (_, xml) => {
  expect(() => parseXml(xml)).toThrow(expect.objectContaining({ reason: "answer" }));
});

/** What looks like one tag here must be one for the parser. */
test.each([
  ["text of HTML", root(`<script><!-- </script>${"<a/>".repeat(9)} --></script>`)],
  ["an instruction without a name", root(`<?>${"<a/>".repeat(9)}?>`)],
  ["a tag that does not end what was begun", "<r><a></r></a>"],
  ["an end with more than a name", `<r><a></a"x>"></r>`],
  ["an end before a beginning", "</r><r/>"],
  ["an attribute without quotes", "<r a=b/>"],
  ["an attribute without a value", "<r a/>"],
  ["attributes without a space between", `<r a="1"b="2"/>`],
])("what can be read in two ways is refused: %s", (_, xml) => {
  expect(() => parseXml(xml)).toThrow(expect.objectContaining({ reason: "answer" }));
});

const TYPED =
  'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:string"';

test.each([
  ["Entra’s, with all groups", 150, (i: number) => `<AttributeValue>group ${i}</AttributeValue>`],
  [
    "Okta’s, with as many groups as fit",
    900,
    (i: number) => `<saml2:AttributeValue ${TYPED}>g${i}</saml2:AttributeValue>`,
  ],
  [
    "Google’s, with an attribute for each",
    500,
    (i: number) =>
      `<saml2:Attribute Name="a${i}"><saml2:AttributeValue ${TYPED}>x</saml2:AttributeValue></saml2:Attribute>`,
  ],
])("an answer as large as providers’ is read: %s", (_, many, value) => {
  const values = Array.from({ length: many }, (_, i) => value(i)).join("\n");
  const certificate = "MIIC\n".repeat(2_000);
  const xml = `\uFEFF<?xml version="1.0"?>\r\n<!-- > -->\n<saml2:Response xmlns:saml2='urn:oasis:names:tc:SAML:2.0:assertion' a="x > y">${values}<X509Certificate>${certificate}</X509Certificate><a><![CDATA[<b>]]></a ><c/></saml2:Response>\n`;
  const all = parseXml(xml).getElementsByTagName("*");
  expect(all.length).toBeGreaterThan(many);
  expect(all.item(0)?.getAttribute("a")).toBe("x > y");
});
