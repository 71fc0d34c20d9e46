import "server-only";
import type { AuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import * as z from "zod";
import { owesCode } from "./account";
import { emailSchema } from "./email";
import { requestOrigin } from "./origin";
import { currentSession, mintSession } from "./session";
import { revokeSession } from "./session-store";
import type { StoredUser } from "./store";
import { purposeKey, readToken, SESSION_DAYS, sessionCookie } from "./token";

const credentialsSchema = z.object({ email: emailSchema, password: z.string().max(200) });
/** What `authorize` hands on to the session. */
const enteredSchema = z.object({ id: z.uuid(), version: z.number().int() });

/** Where sign-ins are logged; see lib/tenancy/account-log.ts, which this room may not know. */
type AccountLog = {
  readonly signedIn: (userId: string) => Promise<void>;
  /** Begins to log, and does not make the answer wait: its time would tell that the account is known. */
  readonly failed: (email: string) => void;
};

type Ways = AccountLog & {
  /** As `authenticate`, and within limits. */
  readonly check: (email: string, password: string) => Promise<StoredUser | null>;
  /** The password was right, and the second step is still owed. */
  readonly owes: (user: StoredUser) => Promise<void>;
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
          // The version at which the password was right: if it changed since, the session opens nothing.
          if (!user || !(await owesCode(user)))
            return user && { id: user.id, version: user.version };
          // A form with a password alone is no way round the code; that the password was right is told to its owner.
          await ways.owes(user);
          return null;
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
    callbacks: {
      async jwt({ token, user }) {
        if (!user) return token;
        const entered = enteredSchema.parse(user);
        await ways.signedIn(entered.id);
        // No session of this browser outlives it.
        const before = await currentSession();
        if (before) await revokeSession(before.sessionHash, before.userId);
        const { device, address } = await requestOrigin();
        return { sub: entered.id, signed: await mintSession(entered, device, undefined, address) };
      },
      session: ({ session }) => ({ expires: session.expires }),
    },
  };
}
