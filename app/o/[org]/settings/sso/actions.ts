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
  samlSchema,
  ssoDomainSchema,
  ssoRequiredSchema,
} from "@/lib/organisation/sso-schema";
import { findDomainTokens } from "@/lib/sso/domain";
import { forgetIdentities } from "@/lib/sso/identity";
import { isIssuer } from "@/lib/sso/oidc";
import { refusedAddress } from "@/lib/sso/outbound";
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
  async prepare({ entryPoint }) {
    const refused = refusedAddress(new URL(entryPoint));
    const words = `This address cannot be used: ${refused}.`;
    if (refused) throw new AppError("invalid", words, { entryPoint: [words] });
  },
  run: sso.saveSaml,
  done: refresh,
});

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
  prepare: async (_, { connections, memberships }, { orgId }) => ({
    viaSso: memberships.some(
      (held) => held.orgId === orgId && held.sso.connections.some((id) => connections.includes(id)),
    ),
  }),
  run: (context, { required }, { viaSso }) => sso.requireSso(context, { required, viaSso }),
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
