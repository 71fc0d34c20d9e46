import type { FailureReason } from "@/lib/sso/schema";

type Words = { readonly title: string; readonly text: string };

/** What went wrong with a sign-in by a provider, and what to do about it. */
export const failureWords: Readonly<Record<FailureReason, Words>> = {
  "unknown-provider": {
    title: "There is no such provider",
    text: "It was removed, or is not set up yet. Sign in another way, or ask an administrator of your organisation.",
  },
  unreachable: {
    title: "The provider does not answer",
    text: "Try again in a few minutes. If it goes on, an administrator should compare the issuer (or the sign-in address) in the settings with what the provider shows.",
  },
  lost: {
    title: "This sign-in is over",
    text: "It took longer than ten minutes, was begun in another browser or tab, or its answer came twice. Begin again. If it happens each time, allow cookies for this site.",
  },
  declined: {
    title: "The provider did not let you in",
    text: "You cancelled, or nobody has given you access to Standby there. Ask whoever runs your provider to assign you to it.",
  },
  secret: {
    title: "The provider does not know Standby",
    text: "It refused the client id or the secret, which may have expired. An administrator should copy both from the provider into the settings again.",
  },
  answer: {
    title: "The provider’s answer does not fit",
    text: "Nobody was signed in. Begin again. If it goes on, an administrator should compare the issuer (or entity id) and the redirect address (or ACS address) at the provider with those in the settings.",
  },
  signature: {
    title: "The answer is not signed as it should be",
    text: "Nobody was signed in. The provider must sign assertions, with SHA-256 or better, with a certificate that is in the settings: it may have changed to a new one, which an administrator adds there.",
  },
  audience: {
    title: "The answer is meant for somebody else",
    text: "Nobody was signed in. An administrator should compare the entity id (audience) and the ACS address (recipient) at the provider with those in the settings.",
  },
  expired: {
    title: "The answer came too early or too late",
    text: "Begin again. If it goes on, the clocks of the provider and of this server differ by more than a minute.",
  },
  replayed: {
    title: "The answer came a second time",
    text: "Each works once. Begin again; going back in the browser does not.",
  },
  transient: {
    title: "The provider gives you another name each time",
    text: "Its name ids are transient, so that nobody can be known by them. An administrator should have it send persistent name ids, or e-mail addresses.",
  },
  "other-account": {
    title: "That is another account",
    text: "Whom the provider knows you as is not linked to the account that you are signed in to.",
  },
  "old-proof": {
    title: "You have to sign in there anew",
    text: "The provider says that you signed in more than five minutes ago, and that proves nothing about now. Begin again; when it asks nothing, sign out there first.",
  },
  "no-time": {
    title: "The provider does not say when you signed in",
    text: "So it cannot confirm that it is you who sits here now. Use your password, or a second factor. No password yet? Sign out, and set one by “Forgot your password?”.",
  },
  "not-own": {
    title: "That provider does not count for this",
    text: "You signed in by your own means, or by another organisation’s provider. Confirm by what you signed in with: an organisation’s provider speaks for who came by it, and in that organisation alone.",
  },
  taken: {
    title: "That is linked to another account",
    text: "Whom the provider knows you as signs in to another account here. Sign in to that, unlink it under Me, then link it to this one.",
  },
  "no-member": {
    title: "You are not a member any more",
    text: "The provider knows you, and the organisation has no member with your account. Ask one of its administrators for an invitation.",
  },
};
