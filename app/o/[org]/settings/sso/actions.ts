"use server";

import { revalidatePath } from "next/cache";
import { action } from "@/lib/doors/action";
import { AppError } from "@/lib/errors";
import * as sso from "@/lib/organisation/sso-commands";
import * as domains from "@/lib/organisation/sso-domain-commands";
import {
  connectionSchema,
  factorsTrustedSchema,
  newConnectionSchema,
  oidcSchema,
  samlMetadataSchema,
  samlSchema,
  ssoDomainSchema,
  ssoRequiredSchema,
  toPem,
} from "@/lib/organisation/sso-schema";
import { SsoFailure } from "@/lib/sso/claim";
import { findDomainTokens } from "@/lib/sso/domain";
import { forgetIdentities } from "@/lib/sso/identity";
import { isIssuer } from "@/lib/sso/oidc";
import { refusedAddress } from "@/lib/sso/outbound";
import { findSamlMetadata } from "@/lib/sso/saml-metadata";
import type { Actor } from "@/lib/tenancy/actor";

// All of it is the owners': by what it changes, somebody could sign in as one of them.
const refresh = (_: unknown, actor: Actor) => revalidatePath(`/o/${actor.slug}`, "layout");

export const addConnection = action({
  permission: "organisation.own",
  stepUp: true,
  input: newConnectionSchema,
  run: sso.addConnection,
  done: refresh,
});

export const saveOidc = action({
  permission: "organisation.own",
  stepUp: true,
  input: oidcSchema,
  async prepare({ issuer }) {
    const refused = refusedAddress(new URL(issuer));
    const words = refused
      ? `This address cannot be used: ${refused}.`
      : !(await isIssuer(issuer)) &&
        "No provider answers there. Open the address with /.well-known/openid-configuration behind it in your browser: it must show a page of settings, whose “issuer” is what belongs here.";
    if (words) throw new AppError("invalid", words, { issuer: [words] });
  },
  run: sso.saveOidc,
  done: refresh,
});

export const saveSaml = action({
  permission: "organisation.own",
  stepUp: true,
  input: samlSchema,
  prepare: async ({ entryPoint }) => requireUsable(entryPoint, "entryPoint"),
  run: sso.saveSaml,
  done: refresh,
});

function requireUsable(entryPoint: string, field: string): void {
  const refused = refusedAddress(new URL(entryPoint));
  const words = `The sign-in address cannot be used: ${refused}.`;
  if (refused) throw new AppError("invalid", words, { [field]: [words] });
}

/** Reads a SAML provider's details from its metadata, at first and whenever its certificates change. */
export const saveSamlMetadata = action({
  permission: "organisation.own",
  stepUp: true,
  input: samlMetadataSchema,
  async prepare({ metadata, ...rest }) {
    const { certificates, ...found } = await findSamlMetadata(metadata).catch(noMetadata);
    const pem = certificates.map(toPem).join("\n");
    const read = samlSchema.safeParse({ ...rest, ...found, certificates: pem });
    if (!read.success) return noMetadata(read.error.issues[0]?.message);
    requireUsable(read.data.entryPoint, "metadata");
    return read.data;
  },
  run: (context, _, details) => sso.saveSaml(context, details),
  done: refresh,
});

/** Says what to do when nothing was read; `why` is a sentence, or what was thrown. */
function noMetadata(why: unknown): never {
  const unreachable = why instanceof SsoFailure && why.reason === "unreachable";
  if (why instanceof Error && !(why instanceof SsoFailure)) throw why;
  const what = unreachable
    ? "Nothing is read at this address. Open it in your browser, and paste the XML that it shows."
    : "This is no metadata of one provider with sign-in by HTTP-Redirect. Fill in the fields below by hand.";
  const words = typeof why === "string" ? `${why} Fill in the fields below by hand.` : what;
  throw new AppError("invalid", words, { metadata: [words] });
}

export const removeConnection = action({
  permission: "organisation.own",
  stepUp: true,
  input: connectionSchema,
  run: sso.removeConnection,
  async done(_, actor, { connectionId }) {
    await forgetIdentities(connectionId);
    refresh(_, actor);
  },
});

export const requireSso = action({
  permission: "organisation.own",
  stepUp: true,
  input: ssoRequiredSchema,
  prepare: async (_, { connections }) => ({ connections }),
  run: (context, input, came) => sso.requireSso(context, { ...input, ...came }),
  done: refresh,
});

export const trustFactors = action({
  permission: "organisation.own",
  stepUp: true,
  input: factorsTrustedSchema,
  run: sso.trustFactors,
  done: refresh,
});

export const addDomain = action({
  permission: "organisation.own",
  stepUp: true,
  input: ssoDomainSchema,
  run: domains.addDomain,
  done: refresh,
});

export const verifyDomain = action({
  permission: "organisation.own",
  stepUp: true,
  input: ssoDomainSchema,
  prepare: ({ domain }) => findDomainTokens(domain),
  run: domains.verifyDomain,
  done: refresh,
});

export const removeDomain = action({
  permission: "organisation.own",
  stepUp: true,
  input: ssoDomainSchema,
  run: domains.removeDomain,
  done: refresh,
});
