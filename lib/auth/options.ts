import "server-only";
import type { AuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import * as z from "zod";
import { fingerprint } from "@/lib/crypto/secret";
import { owesCode } from "./account";
import { emailSchema } from "./email";
import { mintSession } from "./session";
import { findUser, revokeSession, type StoredUser } from "./store";
import { purposeKey, readToken, SESSION_DAYS, sessionCookie } from "./token";

const credentialsSchema = z.object({ email: emailSchema, password: z.string().max(200) });

/** Where sign-ins are logged; see lib/tenancy/account-log.ts, which this room may not know. */
type AccountLog = {
  readonly signedIn: (userId: string) => Promise<void>;
  readonly signedOut: (userId: string) => Promise<void>;
  /** Begins to log, and does not make the answer wait: its time would tell that the account is known. */
  readonly failed: (email: string) => void;
};

type Ways = AccountLog & {
  /** As `authenticate`, and within limits. */
  readonly check: (email: string, password: string) => Promise<StoredUser | null>;
};

/** What `authorize` throws stands in the address of the page that follows: nothing of what went wrong. */
function failed(cause: unknown): never {
  throw new Error("failed", { cause });
}

/**
 * next-auth's side of signing in. The token that it stores is ours (`token.ts`): signed, with a session id
 * whose row is checked on every request, so that next-auth's own renewals cannot revive a revoked session.
 */
export function authOptions(ways: Ways): AuthOptions {
  const { name, secure } = sessionCookie();
  return {
    secret: Buffer.from(purposeKey("next-auth")).toString("base64"),
    session: { strategy: "jwt", maxAge: SESSION_DAYS * 86_400 },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    useSecureCookies: secure,
    cookies: {
      sessionToken: { name, options: { httpOnly: true, secure, sameSite: "lax", path: "/" } },
    },
    providers: [
      Credentials({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        async authorize(credentials) {
          const given = credentialsSchema.safeParse(credentials);
          if (!given.success) return null;
          const user = await ways.check(given.data.email, given.data.password).catch(failed);
          if (!user) ways.failed(given.data.email);
          // A form with a password alone: no way round the code.
          return user && !(await owesCode(user)) ? { id: user.id } : null;
        },
      }),
    ],
    jwt: {
      encode: async ({ token }) => String(token?.signed ?? ""),
      decode: async ({ token }) => {
        const read = token ? await readToken(token) : null;
        return read && { signed: token, sub: read.userId };
      },
    },
    events: {
      // Before the cookie goes: a token that somebody kept must open nothing more.
      signOut: async ({ token }) => {
        const held = typeof token?.signed === "string" ? await readToken(token.signed) : null;
        if (!held) return;
        await revokeSession(fingerprint(held.sessionId), held.userId);
        await ways.signedOut(held.userId);
      },
    },
    callbacks: {
      async jwt({ token, user }) {
        if (!user) return token;
        const stored = await findUser(user.id);
        if (!stored || (await owesCode(stored)))
          throw new Error("the account is gone or owes a code");
        await ways.signedIn(user.id);
        return { sub: user.id, signed: await mintSession(stored, "Signed in by form") };
      },
      session: ({ session }) => ({ expires: session.expires }),
    },
  };
}
