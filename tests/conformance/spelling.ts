/**
 * Cases are restated by many hands. Members are read in snake case and under one name each: the first of a
 * row is the name that the adapters know.
 */
const NAMES: readonly (readonly string[])[] = [
  ["time_zone", "timezone", "tz", "zone", "zone_name"],
  ["user", "user_id", "person", "who"],
  ["shift_length", "length", "turn_length"],
  ["start_local", "local_start"],
  ["start_utc", "utc_start"],
  ["at_local", "local_at", "query_local"],
  ["start_h", "start_hour", "from_h"],
  ["end_h", "end_hour", "until_h", "to_h"],
  ["duration_h", "hours", "duration_hours_each", "length_h"],
  ["priority", "priority_level", "level"],
  ["weekdays_sun_first", "weekday_filter", "days_sun_first"],
  ["weekdays", "by_day", "days"],
  ["group_sizes", "users_per_group", "groups"],
  ["days_shown", "total_days"],
  ["add", "add_user", "add_user_id"],
  ["remove", "remove_user", "remove_user_id"],
  ["query_day_utc", "query_day", "day_utc", "query_date"],
  ["uncovered_pct", "not_covered_pct", "gap_pct"],
  ["overloaded", "overloaded_users"],
];

const KNOWN: ReadonlyMap<string, string> = new Map(
  NAMES.flatMap(([name = "", ...others]) => others.map((other) => [other, name] as const)),
);

const snakeCase = (key: string): string =>
  /^[a-z]+([A-Z][a-z]*)+$/.test(key)
    ? key.replace(/[A-Z]/g, (one) => `_${one.toLowerCase()}`)
    : key;

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The same value with every member under the name that the adapters know; where both are given, that one stays. */
export const spelled = (value: unknown): unknown => {
  if (Array.isArray(value)) {
    return value.map(spelled);
  }
  if (!isRecord(value)) {
    return value;
  }
  const named = Object.entries(value).map(([key, member]): [string, unknown] => {
    const plain = snakeCase(key);
    const name = KNOWN.get(plain) ?? plain;
    return [name in value ? plain : name, spelled(member)];
  });
  return Object.fromEntries(named);
};

const OWN_EXPECTED = ["expected", "expected_utc", "expected_local"];
const OFFSET = /(Z|[+-]\d\d:?\d\d)\b/;

/**
 * What a case expects, also under a name such as `expected_end` or `expected_shifts`: instants with an offset
 * are `expected_utc`, those without one `expected_local`, and all of it is `expected`.
 */
export const expectation = (given: Readonly<Record<string, unknown>>) => {
  const other = Object.keys(given).find(
    (key) => key.startsWith("expected_") && !OWN_EXPECTED.includes(key),
  );
  if (other === undefined || OWN_EXPECTED.some((key) => key in given)) {
    const { expected } = given;
    return typeof expected === "string" || isTexts(expected)
      ? { ...given, ...byOffset(expected) }
      : given;
  }
  const value = given[other];
  return {
    ...given,
    expected: value,
    ...(isTexts(value) || typeof value === "string" ? byOffset(value) : {}),
  };
};

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === "string");

const byOffset = (value: string | readonly string[]) => {
  const first = typeof value === "string" ? value : (value[0] ?? "");
  return OFFSET.test(first) ? { expected_utc: value } : { expected_local: value };
};
