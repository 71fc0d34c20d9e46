import { ACTING, FORGERIES, type Form, READING, type Target } from "@/tests/doors/ask";
import { toForm } from "@/tests/doors/call";
import type { Fields } from "@/tests/doors/sample";
import type { Sent } from "@/tests/doors/send";
import type { Ready } from "./ground";
import type { Change, Shot, Value } from "./hostile";
import { inside, LONGEST_PART, near, pick, withPart } from "./mutate";
import { provision } from "./provisioning";

function valuesOf(value: Value, before: string, others: readonly string[]): (string | File)[] {
  switch (value.kind) {
    case "text":
      return [value.text];
    case "twice":
      return [before, value.text];
    case "list":
      return [...value.texts];
    case "file":
      return [new File([value.text], value.name)];
    case "other":
      return [pick(others, value.at) ?? before];
    case "inside":
      return [inside(before, value.at, value.json)];
    case "near":
      return [near(before, value.at)];
    case "absent":
      return [];
  }
}

/** The form with these changes; `others` are ids of other things and people. */
export function changed(fields: Fields, changes: readonly Change[], others: readonly string[]) {
  const form = toForm(fields);
  const sent = [...form.keys()];
  for (const { field, value } of changes) {
    const name = typeof field === "string" ? field : (pick(sent, field) ?? "name");
    const before = form.get(name);
    const values = valuesOf(value, typeof before === "string" ? before : "", others);
    // A list becomes one value, and one value a list, now and then.
    const as = value.kind === "list" && !name.endsWith("[]") ? `${name}[]` : name;
    form.delete(name);
    for (const one of values) form.append(as, one);
  }
  return form;
}

/** How a form may be posted to a route, or what may be called so. */
const TYPES = [
  "application/x-www-form-urlencoded",
  "application/json",
  "text/plain",
  "multipart/form-data; boundary=none",
  "application/json; charset=utf-16",
];

type Caller = {
  readonly slug: string;
  readonly cookie: string | null;
  readonly others: readonly string[];
};
type Valid = Pick<Ready, "search" | "fields" | "provider">;

/** The question that a shot makes of a call that would be let in. */
export function shoot(target: Target, shot: Shot, by: Caller, valid: Valid): Sent {
  if (valid.provider) return provision(target.found, shot, by.others, valid.provider);
  const headers = shot.forgery % 4 === 0 ? (pick(FORGERIES, shot.forgery) ?? {}) : {};
  const common = { headers, cookie: by.cookie };
  if (target.action) return { ...common, ...acting(target.action, target.path, shot, by, valid) };
  const extra = shot.search.map(([name, value]) => [name, value.slice(0, LONGEST_PART)] as const);
  const { part } = shot;
  return {
    ...common,
    path: part ? withPart(target.path, part.at, part.text) : target.path,
    search: { ...valid.search, ...Object.fromEntries(extra) },
    action: null,
    ...(target.found.name === "POST" ? posting(shot, by, valid) : { form: reading(shot) }),
  };
}

function reading({ form }: Shot): Form {
  const found = pick(READING, form);
  if (!found) throw new Error("there is no way to ask");
  return found;
}

function posting(shot: Shot, { others }: Caller, { fields }: Valid): Pick<Sent, "form" | "body"> {
  const type = pick(TYPES, shot.form) ?? "";
  const pairs = [...changed(fields, shot.changes, others)].map(
    ([name, value]) => [name, typeof value === "string" ? value : value.name] as const,
  );
  const body = type.includes("json")
    ? JSON.stringify(Object.fromEntries(pairs))
    : new URLSearchParams(pairs.map(([name, value]) => [name, value])).toString();
  return { form: { name: "post", method: "POST", headers: { "content-type": type } }, body };
}

function acting(
  action: NonNullable<Target["action"]>,
  path: string,
  { form, changes, args }: Shot,
  { slug, others }: Caller,
  { fields }: Valid,
): Pick<Sent, "path" | "search" | "form" | "action"> {
  // A form without a script says in its page what came of it, which only somebody could read.
  const by = pick(ACTING, form % 8 === 0 ? 1 : 0);
  if (!by) throw new Error("there is no way to ask");
  const said = args?.replaceAll("ORG", slug).replaceAll("FORM", "$K1") ?? action.args;
  const sent = { ...action, slug, fields: changed(fields, changes, others), args: said };
  return { path, search: {}, form: by, action: sent };
}
