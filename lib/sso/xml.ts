import "server-only";
import { DOMParser } from "@xmldom/xmldom";
import { SsoFailure } from "./claim";

/** More than any provider writes. `tags` are all of them, ends, comments and the like too; `tag` is the length of one. */
const MOST = { tags: 3_000, names: 200, tag: 4_000 };

/**
 * A document type, and whatever else begins like one: entities are how files are read and memory is filled. What the parser
 * reads otherwise than it is read here: an instruction without a name, HTML's elements whose content is text. And U+2029,
 * at which it counts lines over and over.
 */
const ODD = /<!(?!--|\[CDATA\[)|<\?>|<(script|textarea)|\u2029/i;

const ENCLOSED = [
  ["<!--", "-->"],
  ["<![CDATA[", "]]>"],
  ["<?", "?>"],
] as const;

/** The name of what a tag ends, or else of what it begins. */
const TAG =
  /^<(?:\/([^\s<>"'/]+)[ \t\r\n]*|([^\s<>"'/]+)(?=[\s/>])(?:[^<>"']|"[^"<]*"|'[^'<]*')*)>/;

type Tag = { readonly length: number; readonly begins?: string; readonly ends?: string };

function tagAt(xml: string, at: number): Tag | null {
  const enclosed = ENCLOSED.find(([begin]) => xml.startsWith(begin, at));
  if (enclosed) {
    const [begin, end] = enclosed;
    const to = xml.indexOf(end, at + begin.length);
    return to < 0 ? null : { length: to + end.length - at };
  }
  const [text, ends, begins] = TAG.exec(xml.slice(at, at + MOST.tag)) ?? [];
  if (text === undefined) return null;
  return { length: text.length, begins, ends: text.endsWith("/>") ? begins : ends };
}

/**
 * Whether every tag is ended, and there are no more of them, of names or within one than providers write. The parser and
 * what checks signatures behind it take the square of the time for twice as many: 150,000 characters of anybody's kept a
 * server busy for a minute. This takes as long as the text.
 */
function isBounded(xml: string): boolean {
  if (ODD.test(xml)) return false;
  const open: string[] = [];
  const names = new Set<string>();
  let tags = 0;
  for (let at = xml.indexOf("<"); at >= 0; at = xml.indexOf("<", at)) {
    const tag = tagAt(xml, at);
    tags += 1;
    if (!tag || tags > MOST.tags) return false;
    at += tag.length;
    if (tag.begins) open.push(tag.begins);
    if (tag.begins && names.add(tag.begins).size > MOST.names) return false;
    if (tag.ends && open.pop() !== tag.ends) return false;
  }
  return open.length === 0;
}

/**
 * What a provider wrote, as a document. Throws SsoFailure for what is no XML in every respect, has a document type, or is
 * larger than what providers write.
 */
export function parseXml(xml: string) {
  if (!isBounded(xml)) throw new SsoFailure("answer");
  const refuse = (message: string) => {
    throw new SsoFailure("answer", message);
  };
  const errorHandler = { warning: refuse, error: refuse, fatalError: refuse };
  return new DOMParser({ locator: {}, errorHandler }).parseFromString(xml, "text/xml");
}
