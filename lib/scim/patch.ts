import * as z from "zod";
import { QUOTAS } from "@/lib/tenancy/quota";
import { changeAt, changesIn, type UserAttributes } from "./attributes";
import { badValue, ScimFault } from "./fault";

/** Names are compared without regard to case here, too. */
const lowered = z
  .record(z.string(), z.unknown())
  .transform((value) =>
    Object.fromEntries(Object.entries(value).map(([name, one]) => [name.toLowerCase(), one])),
  );

const operationSchema = lowered.pipe(
  z.object({
    // Entra writes "Replace".
    op: z
      .string()
      .toLowerCase()
      .pipe(z.enum(["add", "replace", "remove"])),
    path: z.string().max(500).optional(),
    value: z.unknown().optional(),
  }),
);
export type Operation = z.output<typeof operationSchema>;

const patchSchema = lowered.pipe(z.object({ operations: z.array(operationSchema).max(1_000) }));

/** The operations of a PATCH. Throws ScimFault. */
export function parsePatch(body: unknown): readonly Operation[] {
  const parsed = patchSchema.safeParse(body);
  if (parsed.success) return parsed.data.operations;
  throw new ScimFault(400, "A PATCH has Operations, each with an op.", "invalidSyntax");
}

const PATH = /^[A-Za-z][\w$:.-]*(\[[^[\]]*\])?(\.[\w$-]+)?$/;
const KEPT_ALWAYS = new Set([
  "active",
  "username",
  "urn:ietf:params:scim:schemas:core:2.0:user:active",
]);

/** The attributes after one operation after another. Throws ScimFault. */
export function patchUser(
  before: UserAttributes,
  operations: readonly Operation[],
): UserAttributes {
  return operations.reduce((user, operation) => {
    const { path, value } = operation;
    return path === undefined
      ? applied(user, changesIn(objectOf(operation)))
      : userAt(user, operation.op, path, value);
  }, before);
}

/** The value of an operation without a path. Throws ScimFault. */
function objectOf({ op, value }: Operation): object {
  if (op === "remove") throw new ScimFault(400, "Say what to remove.", "noTarget");
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw badValue("Without a path the value is an object.");
  return value;
}

function userAt(
  user: UserAttributes,
  op: Operation["op"],
  path: string,
  value: unknown,
): UserAttributes {
  if (!PATH.test(path)) throw new ScimFault(400, "That path cannot be read.", "invalidPath");
  if (/^(id|meta|schemas)\b/i.test(path))
    throw new ScimFault(400, `${path} cannot be changed.`, "mutability");
  if (op !== "remove") return applied(user, changeAt(path, value));
  const name = path.toLowerCase();
  if (KEPT_ALWAYS.has(name)) throw new ScimFault(400, `${path} cannot be removed.`, "mutability");
  if (name === "name") return { ...user, formatted: null, givenName: null, familyName: null };
  return applied(user, changeAt(path, null));
}

function applied(user: UserAttributes, change: ReturnType<typeof changeAt>): UserAttributes {
  if (!change) throw badValue("An attribute has a value that it cannot have.");
  return { ...user, ...change } as UserAttributes;
}

/** What a PATCH makes of a group. `members` are ids. */
export type GroupState = {
  readonly displayName: string;
  readonly externalId: string | null;
  readonly members: ReadonlySet<string>;
};

/** A group holds no more than there are users. */
const MOST_MEMBERS = QUOTAS.ScimUser.most;

const memberSchema = lowered.pipe(z.object({ value: z.string().max(100).toLowerCase() }));
const membersSchema = z
  .union([z.array(memberSchema).max(MOST_MEMBERS), memberSchema.transform((one) => [one])])
  .transform((all) => all.map(({ value }) => value));

export function toMembers(value: unknown): readonly string[] {
  const parsed = membersSchema.safeParse(value);
  if (!parsed.success)
    throw badValue(
      `Members are objects with a value, the id of a user, and at most ${MOST_MEMBERS} of them.`,
    );
  return parsed.data;
}

const ONE_MEMBER = /^members\[\s*value\s+eq\s+"([^"]{0,100})"\s*\]$/i;
const GROUP_URN = "urn:ietf:params:scim:schemas:core:2.0:group:";

/** A group while it is changed: its set is its own, and one for all operations, of which each could else copy thousands. */
type Changing = GroupState & { readonly members: Set<string> };

/** The group after one operation after another. What is not kept here is passed over. Throws ScimFault. */
export function patchGroup(before: GroupState, operations: readonly Operation[]): GroupState {
  const own: Changing = { ...before, members: new Set(before.members) };
  return operations.reduce((group, operation): Changing => {
    const { op, path, value } = operation;
    if (path !== undefined) return groupAt(group, op, path, value);
    const all = Object.entries(objectOf(operation));
    return all.reduce((one, [name, part]) => groupAt(one, op, name, part), group);
  }, own);
}

function groupAt(group: Changing, op: Operation["op"], path: string, value: unknown): Changing {
  const name = path.toLowerCase().replace(GROUP_URN, "");
  if (name.startsWith("members")) {
    changeMembers(group.members, op, path, value);
    return group;
  }
  if (name === "displayname") return { ...group, displayName: toDisplayName(value) };
  if (name === "externalid") return { ...group, externalId: op === "remove" ? null : toId(value) };
  if (!PATH.test(path)) throw new ScimFault(400, "That path cannot be read.", "invalidPath");
  return group;
}

function changeMembers(
  members: Set<string>,
  op: Operation["op"],
  path: string,
  value: unknown,
): void {
  const one = ONE_MEMBER.exec(path)?.[1];
  if (one !== undefined && op === "remove") {
    members.delete(one.toLowerCase());
    return;
  }
  if (!/(^|:)members$/i.test(path))
    throw new ScimFault(
      400,
      'Members are chosen by value, as members[value eq "…"].',
      "invalidPath",
    );
  // Without a value: all of them.
  const ids = op === "remove" && value == null ? [...members] : toMembers(value);
  if (op === "replace") members.clear();
  for (const id of ids) {
    if (op === "remove") members.delete(id);
    else members.add(id);
  }
}

const displayNameSchema = z.string().trim().min(1).max(200);

export function toDisplayName(value: unknown): string {
  const parsed = displayNameSchema.safeParse(value);
  if (!parsed.success) throw badValue("A group has a displayName of 1 to 200 characters.");
  return parsed.data;
}

export function toId(value: unknown): string | null {
  if (value == null || value === "") return null;
  if (typeof value !== "string" || value.length > 200)
    throw badValue("externalId is a short text.");
  return value;
}
