import * as z from "zod";
import type { ScimAnswer, ScimCall, ScimContext } from "./call";
import { resourceTypes, schemas, serviceProviderConfig } from "./discovery";
import { gone, ScimFault } from "./fault";
import { addGroup, patchGroupAt, removeGroup, replaceGroup } from "./groups";
import { parsePatch } from "./patch";
import { listGroups, listOf, listUsers, readGroup, readUser, scimBase } from "./read";
import { addUser, patchUserAt, removeUser, replaceUser } from "./users";

type Served = (context: ScimContext, call: ScimCall, id: string) => Promise<ScimAnswer>;
type Methods = Readonly<Record<string, Served>>;

const ok = (body: object): ScimAnswer => ({ status: 200, body });
const nothing: ScimAnswer = { status: 204 };

const made = (kind: string, id: string, body: object): ScimAnswer => ({
  status: 201,
  body,
  location: `${scimBase()}/${kind}/${id}`,
});

const USERS: Methods = {
  GET: async (context, { search }) => ok(await listUsers(context, search)),
  async POST(context, { body }) {
    const id = await addUser(context, body);
    return made("Users", id, await readUser(context, id));
  },
};

const USER: Methods = {
  GET: async (context, _, id) => ok(await readUser(context, id)),
  async PUT(context, { body }, id) {
    await replaceUser(context, id, body);
    return ok(await readUser(context, id));
  },
  async PATCH(context, { body }, id) {
    await patchUserAt(context, id, parsePatch(body));
    return ok(await readUser(context, id));
  },
  async DELETE(context, _, id) {
    await removeUser(context, id);
    return nothing;
  },
};

const GROUPS: Methods = {
  GET: async (context, { search }) => ok(await listGroups(context, search)),
  async POST(context, { body, search }) {
    const id = await addGroup(context, body);
    return made("Groups", id, await readGroup(context, id, search));
  },
};

const GROUP: Methods = {
  GET: async (context, { search }, id) => ok(await readGroup(context, id, search)),
  async PUT(context, { body, search }, id) {
    await replaceGroup(context, id, body);
    return ok(await readGroup(context, id, search));
  },
  async PATCH(context, { body }, id) {
    await patchGroupAt(context, id, parsePatch(body));
    return nothing;
  },
  async DELETE(context, _, id) {
    await removeGroup(context, id);
    return nothing;
  },
};

/** A list of facts about the server, or one of them by its id. */
const facts =
  (all: (base: string) => readonly { readonly id: string }[]) => (id: string | undefined) => ({
    async GET() {
      const list = all(scimBase());
      if (id === undefined) return ok(listOf(list, list.length));
      const one = list.find((fact) => fact.id === id);
      if (!one) throw gone();
      return ok(one);
    },
  });

const PLACES: Readonly<Record<string, (id: string | undefined) => Methods>> = {
  Users: (id) => (id === undefined ? USERS : USER),
  Groups: (id) => (id === undefined ? GROUPS : GROUP),
  ResourceTypes: facts(resourceTypes),
  Schemas: facts(schemas),
  ServiceProviderConfig: () => ({ GET: async () => ok(serviceProviderConfig(scimBase())) }),
};

const KEPT_BY_ID = new Set(["Users", "Groups"]);

/** Answers one request of an organisation's provider, in its transaction. Throws ScimFault. */
export async function serve(context: ScimContext, call: ScimCall): Promise<ScimAnswer> {
  const [kind = "", id, ...more] = call.path;
  const methods = Object.hasOwn(PLACES, kind) && more.length === 0 ? PLACES[kind]?.(id) : undefined;
  if (!methods) throw gone();
  const method = Object.hasOwn(methods, call.method) ? methods[call.method] : undefined;
  if (!method) throw new ScimFault(405, "That cannot be done here.");
  if (id !== undefined && KEPT_BY_ID.has(kind) && !z.uuid().safeParse(id).success) throw gone();
  // An id of ours in capitals is the same one.
  return method(context, call, (KEPT_BY_ID.has(kind) ? id?.toLowerCase() : id) ?? "");
}
