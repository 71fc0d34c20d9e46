type Version = { readonly numbers: readonly number[]; readonly before: readonly string[] };

const SHAPE = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([\w.-]+))?(?:\+.*)?$/;

function toVersion(text: string): Version {
  const found = SHAPE.exec(text);
  if (!found) throw new Error(`${text} is no version`);
  const [, major, minor = "0", patch = "0", before] = found;
  return { numbers: [major, minor, patch].map(Number), before: before?.split(".") ?? [] };
}

/** semver.org, 11: numbers by value and before words; the shorter list first. */
function compareParts(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return -1;
  if (b === undefined) return 1;
  const [x, y] = [Number(a), Number(b)];
  if (Number.isNaN(x) !== Number.isNaN(y)) return Number.isNaN(x) ? 1 : -1;
  if (!Number.isNaN(x)) return Math.sign(x - y);
  return a < b ? -1 : 1;
}

function firstDifference(length: number, compare: (n: number) => number): number {
  for (let n = 0; n < length; n += 1) {
    const difference = compare(n);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Negative where the first version is the earlier one; a prerelease is earlier than its release. */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [toVersion(one), toVersion(other)];
  const numbers = firstDifference(3, (n) => (a.numbers[n] ?? 0) - (b.numbers[n] ?? 0));
  if (numbers !== 0) return numbers;
  if (a.before.length === 0 || b.before.length === 0)
    return Math.sign(b.before.length) - Math.sign(a.before.length);
  const most = Math.max(a.before.length, b.before.length);
  return firstDifference(most, (n) => compareParts(a.before[n], b.before[n]));
}

const TESTS: Readonly<Record<string, (difference: number) => boolean>> = {
  "<": (difference) => difference < 0,
  "<=": (difference) => difference <= 0,
  ">": (difference) => difference > 0,
  ">=": (difference) => difference >= 0,
  "=": (difference) => difference === 0,
};

function isMet(version: string, comparator: string): boolean {
  if (comparator === "*") return true;
  const [, sign, bound] = /^(<=|>=|<|>|=?)\s*(.+)$/.exec(comparator) ?? [];
  const test = TESTS[sign || "="];
  if (!test || bound === undefined) throw new Error(`${comparator} is no range`);
  return test(compareVersions(version, bound));
}

/**
 * Whether a version lies in a range of comparators, as advisories have them: `>=1.0.0 <1.2.3 || =2.0.0`. A prerelease
 * counts as any version does, unlike npm's own reading: it has the faults of what it leads to.
 */
export function isInRange(version: string, range: string): boolean {
  return range.split("||").some((all) => {
    const comparators = all
      .trim()
      .replace(/(<=|>=|<|>|=)\s+/g, "$1")
      .split(/[\s,]+/);
    return comparators.every((one) => one !== "" && isMet(version, one));
  });
}
