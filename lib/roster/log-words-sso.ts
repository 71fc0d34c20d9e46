import type { Action } from "@/lib/tenancy/log-actions";
import { field, type Tell, text } from "./log-facts";

const providers: Readonly<Record<string, string>> = {
  google: "their sign-in at Google",
  microsoft: "their sign-in at Microsoft",
};

const providerWords = (body: unknown): string =>
  providers[text(body, "provider")] ?? "their sign-in at an organisation’s provider";

const ssoKind = (body: unknown): string =>
  text(body, "kind") === "saml" ? "a SAML provider" : "an OpenID Connect provider";

/** What logs say of sign-in by providers. */
export const ssoSentences = {
  "member.identity-linked": ({ body }) => `linked ${providerWords(body)} to their account`,
  "member.identity-unlinked": ({ body }) => `unlinked ${providerWords(body)} from their account`,
  "sso.refused": ({ body }) =>
    `refused a sign-in by one of the organisation’s providers (${text(body, "reason").replaceAll("-", " ")})`,
  "sso.bypassed": () => "came in without the single sign-on that is asked for, as an owner",
  "sso.required": ({ body }) =>
    field(body, "required") === true
      ? "asked members to sign in by single sign-on"
      : "let members sign in without single sign-on",
  "sso.factors-trusted": ({ body }) =>
    field(body, "trusted") === true
      ? "left second factors to the providers of single sign-on"
      : "asked for second factors here, also after single sign-on",
  "sso.connection-added": ({ body }) => `began to set up ${ssoKind(body)} for single sign-on`,
  "sso.connection-changed": ({ body }) =>
    `set up ${ssoKind(body)}, “${text(field(body, "after"), "issuer") || text(body, "issuer")}”${field(body, "secretChanged") === true ? ", with another secret" : ""}`,
  "sso.connection-removed": ({ body }) => {
    const issuer = text(field(body, "before"), "issuer");
    return `removed a provider of single sign-on${issuer && `, “${issuer}”`}`;
  },
  "sso.domain-added": ({ subjectId }) => `began to verify the domain “${subjectId}”`,
  "sso.domain-verified": ({ subjectId }) => `verified the domain “${subjectId}”`,
  "sso.domain-removed": ({ subjectId }) => `removed the domain “${subjectId}”`,
} satisfies Partial<Record<Action, Tell>>;
