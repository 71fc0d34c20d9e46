import { createHash, randomUUID } from "node:crypto";
import type * as z from "zod";
import { seal } from "@/lib/crypto/box";
import { AppError } from "@/lib/errors";
import type { Actor } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { lockAsOwner } from "@/lib/tenancy/lock";
import { noteSsoChange } from "./sso-change";
import type { newConnectionSchema, oidcSchema, samlSchema } from "./sso-schema";

const MOST_CONNECTIONS = 5;

const columns = {
  ...{ name: true, issuer: true, clientId: true, secretBox: true },
  ...{ entryPoint: true, certificates: true, kind: true },
} as const;

/** What a connection is, for the log: certificates by their fingerprints, the secret not at all. */
async function findFacts({ db }: Context, id: string) {
  const row = await db.ssoConnection.findFirst({ where: { id }, select: columns });
  if (!row) throw gone();
  const { secretBox, certificates, ...facts } = row;
  const prints = certificates.map((one) => createHash("sha256").update(one, "utf8").digest("hex"));
  return { secretBox, facts: { ...facts, certificates: prints } };
}

const gone = () => new AppError("stale", "That provider was removed. Load the page again.");

const connection = (id: string) => ({ kind: "sso-connection", id });
const organisationOf = ({ orgId }: Actor) => ({ kind: "organisation", id: orgId });

/** Begins a connection: from now on there are addresses that the provider can be told. Throws conflict for too many. */
export async function addConnection(
  context: Context,
  { kind, name }: z.output<typeof newConnectionSchema>,
): Promise<void> {
  const { actor, db } = context;
  await lockAsOwner(context);
  if ((await db.ssoConnection.count()) >= MOST_CONNECTIONS)
    throw new AppError("conflict", "There are five providers already. Remove one first.");
  const id = randomUUID();
  await db.ssoConnection.create({
    data: { id, kind, name, createdBy: actor.memberId },
    select: { id: true },
  });
  await noteSsoChange(
    context,
    { action: "sso.connection-added", subject: connection(id), body: { kind } },
    `began to set up a provider, “${name}”`,
  );
}

type Kind = "oidc" | "saml";
type Details = { readonly connectionId: string; readonly name: string; readonly issuer: string };

/** Writes a connection's details. Throws conflict for another issuer: who people are there would change hands. */
async function saveConnection(
  context: Context,
  kind: Kind,
  { connectionId: id, name, issuer }: Details,
  data: object,
): Promise<void> {
  const { db } = context;
  await lockAsOwner(context);
  const before = await findFacts(context, id);
  const { count } = await db.ssoConnection.updateMany({
    where: { id, kind, issuer: { in: ["", issuer] } },
    data: { name, issuer, ...data },
  });
  if (count === 0) {
    if ((await db.ssoConnection.count({ where: { id, kind } })) === 0) throw gone();
    const words =
      "A provider keeps its issuer: whoever is linked would be somebody else. Add another provider, and remove this one.";
    throw new AppError("conflict", words, { issuer: [words] });
  }
  const after = await findFacts(context, id);
  const body = {
    kind,
    before: before.facts,
    after: after.facts,
    secretChanged: before.secretBox !== after.secretBox,
  };
  await noteSsoChange(
    context,
    { action: "sso.connection-changed", subject: connection(id), body },
    `set up or changed the provider “${name}” (${issuer})`,
  );
}

/** Sets an OpenID Connect provider up. An empty secret keeps the one there is; throws invalid if there is none. */
export async function saveOidc(
  context: Context,
  { clientId, clientSecret, ...details }: z.output<typeof oidcSchema>,
): Promise<void> {
  const { actor, db } = context;
  const { connectionId: id } = details;
  const held = await db.ssoConnection.findFirst({ where: { id }, select: { secretBox: true } });
  if (!clientSecret && !held?.secretBox)
    throw new AppError("invalid", "Copy the client secret, too.", {
      clientSecret: ["Copy the client secret."],
    });
  const place = { table: "SsoConnection", column: "secret", orgId: actor.orgId, row: id };
  const secret = clientSecret && { secretBox: seal(clientSecret, place) };
  await saveConnection(context, "oidc", details, { clientId, ...secret });
}

export async function saveSaml(
  context: Context,
  { entryPoint, certificates, ...details }: z.output<typeof samlSchema>,
): Promise<void> {
  await saveConnection(context, "saml", details, { entryPoint, certificates });
}

/** Removes a connection; sessions that it alone opened end with it. Throws conflict for the last where single sign-on is asked for. */
export async function removeConnection(
  context: Context,
  { connectionId: id }: { readonly connectionId: string },
): Promise<void> {
  const { db } = context;
  await lockAsOwner(context);
  const organisation = await db.organisation.findFirst({ select: { ssoRequired: true } });
  const others = await db.ssoConnection.count({
    where: { id: { not: id }, issuer: { not: "" } },
  });
  if (organisation?.ssoRequired && others === 0)
    throw new AppError("conflict", "Members must sign in by it. Let them do without first.");
  const { facts: before } = await findFacts(context, id);
  const { count } = await db.ssoConnection.deleteMany({ where: { id } });
  if (count === 0) throw gone();
  await noteSsoChange(
    context,
    { action: "sso.connection-removed", subject: connection(id), body: { before } },
    `removed the provider “${before.name}”`,
  );
}

/**
 * Whether members must sign in by one of the organisation's providers. `connections`: those by which the actor did. Throws
 * conflict where none of them is one now: it would shut the actor out.
 */
export async function requireSso(
  context: Context,
  {
    required,
    connections,
  }: { readonly required: boolean; readonly connections: readonly string[] },
): Promise<void> {
  const { actor, db } = context;
  await lockAsOwner(context);
  const cameBy = { id: { in: [...connections] }, issuer: { not: "" } };
  if (required && (await db.ssoConnection.count({ where: cameBy })) === 0)
    throw new AppError(
      "conflict",
      "Sign in by the provider yourself first (Try it, above): then you know that it lets people in.",
    );
  const held = await db.organisation.findFirst({ select: { ssoRequired: true } });
  await db.organisation.updateMany({ data: { ssoRequired: required } });
  const body = { before: held?.ssoRequired ?? false, required };
  await noteSsoChange(
    context,
    { action: "sso.required", subject: organisationOf(actor), body },
    required
      ? "asked members to sign in by single sign-on"
      : "let members sign in without single sign-on",
  );
}

/** Whether a sign-in by one of the organisation's providers counts as one with a second factor. */
export async function trustFactors(
  context: Context,
  { trusted }: { readonly trusted: boolean },
): Promise<void> {
  const { actor, db } = context;
  await lockAsOwner(context);
  const held = await db.organisation.findFirst({ select: { ssoFactors: true } });
  await db.organisation.updateMany({ data: { ssoFactors: trusted } });
  const body = { before: held?.ssoFactors ?? false, trusted };
  await noteSsoChange(
    context,
    { action: "sso.factors-trusted", subject: organisationOf(actor), body },
    trusted
      ? "left second factors to the providers: who comes by one is not asked for theirs here"
      : "asks for second factors here, also of who comes by a provider",
  );
}
