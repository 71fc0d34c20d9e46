const CORE = "urn:ietf:params:scim:schemas:core:2.0";
export const USER_SCHEMA = `${CORE}:User`;
export const GROUP_SCHEMA = `${CORE}:Group`;

type Facts = Readonly<Record<string, unknown>>;

/** What this server can do (RFC 7643, 5). */
export const serviceProviderConfig = (base: string): object => ({
  schemas: [`${CORE}:ServiceProviderConfig`],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: 200 },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: false },
  authenticationSchemes: [
    {
      type: "oauthbearertoken",
      name: "Bearer token",
      description: "The SCIM token of the organisation, made in its settings.",
      primary: true,
    },
  ],
  meta: { resourceType: "ServiceProviderConfig", location: `${base}/ServiceProviderConfig` },
});

const typeOf = (base: string, name: "User" | "Group") => ({
  schemas: [`${CORE}:ResourceType`],
  id: name,
  name,
  endpoint: `/${name}s`,
  schema: name === "User" ? USER_SCHEMA : GROUP_SCHEMA,
  meta: { resourceType: "ResourceType", location: `${base}/ResourceTypes/${name}` },
});

export const resourceTypes = (base: string) => [typeOf(base, "User"), typeOf(base, "Group")];

const attribute = (name: string, more: Facts = {}): Facts => ({
  name,
  type: "string",
  multiValued: false,
  required: false,
  caseExact: false,
  mutability: "readWrite",
  returned: "default",
  uniqueness: "none",
  ...more,
});

const complex = (name: string, subAttributes: readonly Facts[], more: Facts = {}): Facts =>
  attribute(name, { type: "complex", subAttributes, ...more });

/** The attributes that are kept; all others are passed over. */
const ATTRIBUTES: Readonly<Record<string, readonly Facts[]>> = {
  [USER_SCHEMA]: [
    attribute("userName", { required: true, uniqueness: "server" }),
    attribute("displayName"),
    complex("name", [attribute("formatted"), attribute("givenName"), attribute("familyName")]),
    attribute("active", { type: "boolean" }),
    complex("emails", [attribute("value"), attribute("primary", { type: "boolean" })], {
      multiValued: true,
    }),
    complex("groups", [attribute("value"), attribute("display")], {
      multiValued: true,
      mutability: "readOnly",
    }),
  ],
  [GROUP_SCHEMA]: [
    attribute("displayName", { required: true, uniqueness: "server" }),
    complex("members", [attribute("value", { mutability: "immutable" })], { multiValued: true }),
  ],
};

export const schemas = (base: string) =>
  Object.entries(ATTRIBUTES).map(([id, attributes]) => ({
    schemas: [`${CORE}:Schema`],
    id,
    name: id.split(":").at(-1),
    attributes,
    meta: { resourceType: "Schema", location: `${base}/Schemas/${id}` },
  }));
