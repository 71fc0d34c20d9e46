/** Why a password is easily guessed: many people had it when it was stolen, or it is made of what is known about its owner. */
export type Weakness = "common" | "named";

/** What is left beside a word that anybody tries must be at least so long. */
const REST = 6;
/** Shorter names are in too many words. */
const NAME = 4;

const LOOKS_LIKE: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};

const plain = (text: string): string => text.normalize("NFKC").toLowerCase();
/** Without the disguises that every guesser knows. */
const undisguised = (text: string): string =>
  [...text].map((sign) => LOOKS_LIKE[sign] ?? sign).join("");
const trimmed = (text: string): string =>
  text.replace(/^[^\p{L}\p{N}]+/u, "").replace(/(?<=[\p{L}\p{N}])[^\p{L}\p{N}]+$/u, "");

/**
 * Whether guessers would find the password soon: it is one of `common` (in small letters), or one of them with little
 * beside it, or over and over; or, without the owner's, organisation's and product's `names`, it would be. Null if not.
 */
export function weaknessOf(
  password: string,
  common: ReadonlySet<string>,
  names: readonly string[],
): Weakness | null {
  const text = plain(password);
  if (isGuessed(text, common)) return "common";
  const words = [...new Set(names.flatMap(wordsOf))];
  const named = [text, undisguised(text)].some((one) => {
    const rest = without(one, words);
    return rest !== one && isGuessed(rest, common);
  });
  return named ? "named" : null;
}

/** A name whole, and each of its words: "Lumen Energy" is `lumenenergy`, `lumen` and `energy`. */
function wordsOf(name: string): string[] {
  const parts = plain(name).split(/[^\p{L}\p{N}]+/u);
  return [parts.join(""), ...parts].filter((one) => one.length >= NAME);
}

function without(text: string, words: readonly string[]): string {
  const longestFirst = words.toSorted((a, b) => b.length - a.length);
  const together = text.replace(/[\s._-]+/g, "");
  const left = (from: string) =>
    longestFirst.reduce((rest, word) => rest.replaceAll(word, ""), from);
  const shorter = left(together);
  return shorter === together ? text : shorter;
}

function isGuessed(text: string, common: ReadonlySet<string>): boolean {
  return [text, undisguised(text)].some(
    (one) => isPoor(one) || [one, trimmed(one), unit(one)].some((form) => isNear(form, common)),
  );
}

/** Little or nothing, or a run such as 123456789012, abcdefabcdef or aaaaaaaaaaaa. */
function isPoor(text: string): boolean {
  if (trimmed(text).length < REST || new Set(text).size < 5) return true;
  const codes = [...text].map((sign) => sign.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, at) => code - (codes[at] ?? 0));
  const runs = steps.filter((step) => Math.abs(step) <= 1).length;
  return runs >= steps.length - 2;
}

/** The shortest text that makes this one when it is said over and over. */
function unit(text: string): string {
  const at = `${text}${text}`.indexOf(text, 1);
  return text.slice(0, at);
}

/** One of the common ones at the beginning or the end, and little beside it, or another of them. */
function isNear(text: string, common: ReadonlySet<string>): boolean {
  if (common.has(text)) return true;
  for (let at = NAME; at < text.length; at += 1) {
    const [head, tail] = [text.slice(0, at), text.slice(at)];
    if (common.has(head) && isLittle(tail, common)) return true;
    if (common.has(tail) && isLittle(head, common)) return true;
  }
  return false;
}

function isLittle(text: string, common: ReadonlySet<string>): boolean {
  const rest = trimmed(text);
  return rest.length < REST || common.has(rest) || /^\d{1,8}$/.test(rest);
}
