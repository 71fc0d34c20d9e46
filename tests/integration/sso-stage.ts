import { getURLFromRedirectError } from "next/dist/client/components/redirect";
import { isRedirectError } from "next/dist/client/components/redirect-error";
import pg from "pg";
import { signIn } from "@/app/(account)/actions";
import { linkFound } from "@/app/(account)/sso/actions";
import { createUser } from "@/lib/auth/account";
import { addConnection, saveOidc } from "@/lib/organisation/sso-commands";
import { providerAddress } from "@/lib/sso/provider";
import { requireMember } from "@/lib/tenancy/require";
import { as, join } from "@/scripts/demo-stage";
import { atProvider, startOidc } from "@/tests/support/oidc";
import { step } from "./sso-browser";
import { jar, settled } from "./sso-jar";
import { openStage, type Tenant, tenant } from "./stage";

const PASSWORD = "correct horse battery";
export const SECRET = "a client secret";

/** Two organisations, a connection of each to a provider that is also Google's here, and two people. */
export async function openSso() {
  let made: Made | undefined;
  const oidc = await startOidc(async (issuer) => {
    made = await make(issuer);
    return ["google", made.ours, made.theirs].map((id) => ({
      id,
      secret: SECRET,
      callback: providerAddress(id, "callback"),
    }));
  });
  if (!made) throw new Error("the provider asked for no clients");
  const { stage, owner, lumen, harbour } = made;
  return {
    ...made,
    /** What the provider gave out so far. */
    tokens: oidc.tokens,
    ana: await person([lumen], "ana@lumen.example"),
    max: await person([lumen, harbour], "max@lumen.example"),
    /** As at first, with an empty browser. */
    reset: async () => {
      jar.clear();
      await owner.query(`DELETE FROM "Identity"`);
      await owner.query(`DELETE FROM "SsoDomain"`);
      await owner.query(
        `UPDATE "Organisation" SET "ssoRequired" = false, "ssoFactors" = false, "factorSince" = NULL`,
      );
    },
    close: async () => {
      await settled();
      await oidc.close();
      await owner.end();
      await stage.close();
    },
  };
}

type Made = Awaited<ReturnType<typeof make>>;

async function make(issuer: string) {
  const stage = await openStage(() => ({
    SSO_LOCAL: "on",
    GOOGLE_ISSUER: issuer,
    GOOGLE_CLIENT_ID: "google",
    GOOGLE_CLIENT_SECRET: SECRET,
  }));
  const owner = new pg.Client({ connectionString: stage.ownerUrl });
  await owner.connect();
  const lumen = await tenant("lumen");
  const harbour = await tenant("harbour");
  const ours = await connect(lumen, issuer);
  return { stage, owner, lumen, harbour, ours, theirs: await connect(harbour, issuer) };
}

/** Links whom a provider knows somebody as, as they would. */
export async function linked(provider: string, email: string): Promise<void> {
  await byPassword(email);
  const led = await signInBy(provider, email, { purpose: "link" });
  const done = led === "/sso/link" ? await send(linkFound) : "";
  if (!done.startsWith("/")) throw new Error(`not linked: ${led} ${done}`);
  jar.clear();
}

/** A connection without details; gives back its id. */
export async function newConnection({ owner }: Tenant, kind: "oidc" | "saml"): Promise<string> {
  return as(owner, Date.now(), async (context) => {
    await addConnection(context, { kind, name: "Work" });
    return (await context.db.ssoConnection.findFirst({ where: { issuer: "" } }))?.id ?? "";
  });
}

/** A provider of the organisation's, as an administrator sets it up. Its id is the client's, too. */
export async function connect(tenant: Tenant, issuer: string): Promise<string> {
  const connectionId = await newConnection(tenant, "oidc");
  const details = { connectionId, name: "Work", issuer, clientId: connectionId };
  await as(tenant.owner, Date.now(), (context) =>
    saveOidc(context, { ...details, clientSecret: SECRET }),
  );
  return connectionId;
}

/** Somebody with a password, a member of these organisations. */
export async function person(at: readonly Tenant[], email: string, preset = "Viewer") {
  const made = { name: email.split("@")[0] ?? "", email, zone: "UTC" };
  const user = await createUser({ ...made, password: PASSWORD });
  for (const one of at) await join(one.owner, { ...made, id: user.id }, preset);
  return user;
}

/** Signs in by a provider as somebody there; gives back where it leads to. */
export async function signInBy(
  provider: string,
  name: string,
  search: Readonly<Record<string, string>> = {},
): Promise<string> {
  const back = await atProvider(await step(provider, "start", search), name);
  return step(provider, "callback", back.searchParams);
}

type Act = (previous: null, form: FormData) => Promise<{ ok: boolean; error?: { code: string } }>;

/** Sends a form: where it leads to, `ok`, or the code of the error. */
export async function send(act: Act, fields: Readonly<Record<string, string>> = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return act(null, form).then((result) => (result.ok ? "ok" : (result.error?.code ?? "")), ledTo);
}

export const byPassword = (email: string, to = "/organisations") =>
  send(signIn, { email, password: PASSWORD, to });

/** Where somebody is led who opens the organisation; `in` when it opens. */
export const entered = (slug: string): Promise<string> =>
  requireMember(slug).then(() => "in", ledTo);

function ledTo(error: unknown): string {
  if (isRedirectError(error)) return getURLFromRedirectError(error);
  throw error;
}

/** What the organisation's log tells of, the oldest first. */
export async function entries(owner: pg.Client, { orgId }: Tenant): Promise<string[]> {
  await settled();
  const { rows } = await owner.query(
    `SELECT "action" FROM "ChangeLogEntry" WHERE "orgId" = $1 ORDER BY "number"`,
    [orgId],
  );
  return rows.map(({ action }) => String(action));
}

/** Why a sign-in came to nothing, by the address that it led to. */
export const why = (address: string): string | null =>
  new URLSearchParams(address.split("?")[1]).get("why");
