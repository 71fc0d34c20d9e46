import { randomUUID } from "node:crypto";
import { createToken } from "@/lib/scim/token-commands";
import type { Form } from "@/tests/doors/ask";
import type { Found } from "@/tests/doors/inventory";
import type { Sent } from "@/tests/doors/send";
import { at, type World } from "@/tests/doors/world";
import type { Change, Shot } from "./hostile";
import { inside, LONGEST_PART, near, pick, withPart } from "./mutate";
import type { Way } from "./way";

/** What an organisation's provider has: its token, and a user and a group that it keeps. */
export type Provider = {
  readonly token: string;
  readonly userId: string;
  readonly groupId: string;
};

/** A call that would be done: its path behind /scim/v2, and its document. */
type Call = { readonly path: string; readonly document?: object };

export const isProvisioning = ({ file }: Found): boolean => file.startsWith("app/scim/");

const user = () => {
  const userName = `${randomUUID()}@example.com`;
  return {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
    userName,
    externalId: randomUUID(),
    name: { givenName: "Nora", familyName: "New" },
    displayName: "Nora New",
    emails: [{ primary: true, value: userName, type: "work" }],
    phoneNumbers: [{ value: "+441632960000", type: "mobile" }],
    active: true,
  };
};
const group = (members: readonly string[] = []) => ({
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"],
  displayName: randomUUID(),
  members: members.map((value) => ({ value })),
});
const patch = (...Operations: readonly object[]) => ({
  schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
  Operations,
});

/** The calls of each method. */
const CALLS: Readonly<Record<string, (provider: Provider) => readonly Call[]>> = {
  GET: ({ userId, groupId }) =>
    ["/Users", "/Groups", `/Users/${userId}`, `/Groups/${groupId}`, "/Schemas"].map((path) => ({
      path,
    })),
  POST: ({ userId }) => [
    { path: "/Users", document: user() },
    { path: "/Groups", document: group([userId]) },
  ],
  PUT: ({ userId, groupId }) => [
    { path: `/Users/${userId}`, document: user() },
    { path: `/Groups/${groupId}`, document: group([userId]) },
  ],
  PATCH: ({ userId, groupId }) => [
    { path: `/Users/${userId}`, document: patch({ op: "replace", path: "active", value: true }) },
    {
      path: `/Users/${userId}`,
      document: patch({
        op: "replace",
        path: 'emails[type eq "work"].value',
        value: "a@b.example",
      }),
    },
    {
      path: `/Groups/${groupId}`,
      document: patch({ op: "add", path: "members", value: [{ value: userId }] }),
    },
    {
      path: `/Groups/${groupId}`,
      document: patch({ op: "remove", path: `members[value eq "${userId}"]` }),
    },
  ],
  DELETE: ({ userId, groupId }) => [{ path: `/Users/${userId}` }, { path: `/Groups/${groupId}` }],
};

const QUERY = ["filter", "startIndex", "count", "attributes", "excludedAttributes", "sortBy"];
const TYPES = ["application/scim+json", "application/json", "text/plain"] as const;
const MAKING = { file: "app/scim/v2/[[...path]]/route.ts", name: "POST" };

/** A provider of this organisation, the only one whose token works, with a user and a group of its own. */
export async function startProvider({ ask }: Way, { owner }: World): Promise<Provider> {
  const { token } = await at(owner, async (context) => {
    await context.db.scimToken.updateMany({ data: { revokedAt: new Date() } });
    return createToken(context, { preset: "Viewer" });
  });
  const make = async (kind: string, document: object): Promise<string> => {
    const form = {
      name: "provider",
      method: "POST",
      headers: { "content-type": TYPES[0] },
    } as const;
    const headers = { authorization: `Bearer ${token}` };
    const body = JSON.stringify(document);
    const sent = { path: `/scim/v2/${kind}`, search: {}, form, headers, cookie: null, body };
    const answer = await ask(MAKING, { ...sent, action: null });
    const { id } = JSON.parse(answer.body) as { readonly id?: string };
    if (!id) throw new Error(`a provider cannot make one of ${kind}: ${answer.status}`);
    return id;
  };
  const userId = await make("Users", user());
  return { token, userId, groupId: await make("Groups", group([userId])) };
}

/** A document's text with this change. */
function changed(text: string, { field, value }: Change, others: readonly string[]): string {
  const place = typeof field === "number" ? field : field.length;
  switch (value.kind) {
    case "inside":
      return inside(text, value.at, value.json);
    case "other":
      return inside(text, place, pick(others, value.at));
    case "list":
      return inside(text, place, value.texts);
    case "near":
      return near(text, value.at);
    case "absent":
      return inside(text, place, null);
    case "twice":
      return text.replace("{", () => `{${JSON.stringify(value.text)}:1,`);
    case "file":
      return value.text;
    case "text":
      return inside(text, place, value.text);
  }
}

/** The question that a shot makes of a call of a provider. */
export function provision(
  { name }: Found,
  shot: Shot,
  others: readonly string[],
  provider: Provider,
): Sent {
  const call = pick(CALLS[name]?.(provider) ?? [], shot.forgery);
  if (!call) throw new Error(`no call of a provider by ${name}`);
  const { part, search, changes, form } = shot;
  const path = `/scim/v2${call.path}`;
  // By a type that is not JSON's it would mostly be the type that is tried.
  const type = pick(TYPES, form % 20 === 0 ? 2 : form % 2) ?? "";
  const pairs = search.map(
    ([key, text], n) => [pick(QUERY, key.length + n) ?? key, text.slice(0, LONGEST_PART)] as const,
  );
  return {
    path: part ? withPart(path, part.at, part.text) : path,
    search: Object.fromEntries(pairs),
    form: { name: "provider", method: name as Form["method"], headers: { "content-type": type } },
    headers: { authorization: `Bearer ${provider.token}` },
    cookie: null,
    action: null,
    ...(call.document && {
      body: changes.reduce(
        (text, one) => changed(text, one, others),
        JSON.stringify(call.document),
      ),
    }),
  };
}
