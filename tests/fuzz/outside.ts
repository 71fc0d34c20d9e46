import { randomBytes, randomUUID } from "node:crypto";
import type { Target } from "@/tests/doors/ask";
import { type Found, findDoors, isOfOrganisation } from "@/tests/doors/inventory";
import type { Fields } from "@/tests/doors/sample";
import { builtActions } from "@/tests/doors/targets";

const secret = () => randomBytes(24).toString("base64url");
// A new one every time, or after ten guesses the account would be locked and nothing else be tried.
const email = () => `${randomUUID()}@example.com`;
/** What every form sends as a password. */
export const PASSWORD = "correct horse battery staple";
const password = PASSWORD;
const signed = JSON.stringify({
  id: "YQ",
  rawId: "YQ",
  type: "public-key",
  clientExtensionResults: {},
  response: { clientDataJSON: "e30", authenticatorData: "YQ", signature: "YQ" },
});

/**
 * A form of the right shape for every action that is of no organisation. With it the call comes as far as it can
 * without what only a mail (see `MAILED`) or a device knows.
 */
export const ACCOUNT_FORMS: Readonly<Record<string, () => Fields>> = {
  "/(account)/actions.ts signIn": () => ({ email: email(), password, to: "/" }),
  "/(account)/actions.ts createOrganisation": () => ({
    organisation: "Another",
    slug: `a${randomBytes(6).toString("hex")}`,
    zone: "UTC",
  }),
  "/(account)/actions.ts askReset": () => ({ email: email() }),
  "/(account)/actions.ts setNewPassword": () => ({ secret: secret(), password }),
  "/(account)/actions.ts acceptAsNew": () => ({ token: secret(), password }),
  "/(account)/actions.ts acceptSignedIn": () => ({ token: secret() }),
  "/(account)/actions.ts switchTheme": () => ({ theme: "dark" }),
  "/(account)/sign-up/actions.ts askSignUp": () => ({ email: email() }),
  "/(account)/sign-up/actions.ts signUp": () => ({
    secret: secret(),
    name: "New",
    password,
    organisation: "Another",
    slug: `a${randomBytes(6).toString("hex")}`,
    zone: "UTC",
  }),
  "/(account)/sign-in/actions.ts giveCode": () => ({ code: "123456", sent: "email", to: "/" }),
  "/(account)/sign-in/actions.ts sendSignInCode": () => ({ kind: "email", to: "/" }),
  "/(account)/sign-in/actions.ts askForPasskey": () => ({ at: "sign-in" }),
  "/(account)/sign-in/actions.ts signInWithPasskey": () => ({
    at: "sign-in",
    response: signed,
    to: "/",
  }),
  "/(account)/second-factor/actions.ts changeFactor": () => ({
    step: "codes-begin",
    kind: "email",
    phone: "",
    code: "",
  }),
  "/(account)/second-factor/actions.ts askForNewPasskey": () => ({}),
  "/(account)/confirm/actions.ts confirmByCode": () => ({ code: "123456", to: "/", org: "" }),
  "/(account)/confirm/actions.ts confirmByPassword": () => ({ password, to: "/" }),
  "/(account)/confirm/actions.ts sendConfirmCode": () => ({ kind: "email", to: "/", org: "" }),
  "/(account)/confirm/actions.ts askToConfirm": () => ({}),
  "/(account)/confirm/actions.ts confirmByPasskey": () => ({ response: signed, to: "/", org: "" }),
  "/(account)/sso/actions.ts findSso": () => ({ where: email(), to: "/" }),
  "/(account)/sso/actions.ts linkFound": () => ({}),
  "/(account)/sso/actions.ts unlink": () => ({ provider: "google", subjectHash: secret() }),
  "/(account)/sso/actions.ts acceptByProvider": () => ({ token: secret() }),
  "/(account)/sign-out/route.ts POST": () => ({}),
  "/api/policy/route.ts POST": () => ({}),
  "/sso/[provider]/acs/route.ts POST": () => ({
    SAMLResponse: Buffer.from("<samlp:Response/>").toString("base64"),
    RelayState: "/",
  }),
  "/api/auth/[...nextauth]/route.ts POST": () => ({
    csrfToken: secret(),
    email: email(),
    password,
    callbackUrl: "/",
    json: "true",
  }),
  "me/actions.ts changePassword": () => ({
    presentPassword: password,
    password: `${password} 2`,
  }),
  "me/actions.ts signOutDevice": () => ({ session: secret() }),
  "me/actions.ts signOutOthers": () => ({}),
};

/** What next-auth answers at. */
const NEXT_AUTH = [
  "callback/credentials",
  "signin/credentials",
  "signin",
  "signout",
  "session",
  "csrf",
  "providers",
  "error",
  "_log",
];

/** Parts of a path that are anything: a secret, an organisation's address. */
function filled(path: string, slug: string): string {
  return path
    .replace("[org]", slug)
    .replace(/\[\w+\]/g, secret)
    .replace(/\/\([\w-]+\)/g, "");
}

/** Every page, route and action that is of no organisation, as a browser would call it. */
export async function findOutside(
  slug: string,
  built = builtActions(),
): Promise<readonly Target[]> {
  const sample = { needs: [] };

  const targetOf = (found: Found): Target[] => {
    const { id, file } = found;
    const action = built.find(({ file: own, name }) => own === file && name === found.name);
    if (!action) {
      if (/layout\.tsx$/.test(id)) return [];
      const folder = file.replace(/^app/, "").replace(/\/(page|route)\.[jt]sx?$/, "");
      const places = folder.includes("[...nextauth]") ? NEXT_AUTH : [""];
      return places.map((place) => {
        const path = filled(folder.replace("[...nextauth]", place), slug) || "/";
        return { found, sample, path, action: null };
      });
    }
    const path = filled((action.pages[0] ?? "").replace(/^app|\/page$/g, ""), slug) || "/";
    // An action of an account is given no organisation; the switch of the theme not even the former result.
    const args = found.door ? `[null,"$K1"]` : `["$K1"]`;
    return [{ found, sample, path, action: { id: action.id, fields: {}, args } }];
  };
  const doors = await findDoors();
  return doors
    .filter((found) => !isOfOrganisation(found) || found.door?.kind === "account")
    .flatMap(targetOf);
}
