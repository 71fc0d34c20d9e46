import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { tryPassword } from "@/lib/auth/guarded";
import { cameWithoutHttps } from "@/lib/auth/https";
import { authOptions } from "@/lib/auth/options";
import { accountLog } from "@/lib/doors/account-log";
import { readAtMost } from "@/lib/doors/body";
import { spendForm } from "@/lib/doors/budget";
import { leaveNothing } from "@/lib/doors/leave-nothing";
import { openRoute, refusedAsText } from "@/lib/doors/open-route";
import { requireSameOrigin } from "@/lib/doors/origin";
import { signOut } from "@/lib/doors/sign-out";
import { AppError, retryHeader, STATUS } from "@/lib/errors";
import { beginSecondStep } from "../../../(account)/half-sign-in";
import { lockAddressLater, tellNewDevice } from "../../../(account)/later";

type Context = { params: Promise<{ nextauth: string[] }> };

/** More than a form with a password has. */
const MOST_BYTES = 16_384;
const FORM = "application/x-www-form-urlencoded";

async function answer(request: NextRequest, context: Context): Promise<Response> {
  // next-auth's own answer has no room for why nobody looked at the password, and for how long.
  let refused: AppError | undefined;
  const check = (email: string, password: string) =>
    tryPassword(email, password, (...lock) => lockAddressLater(email, ...lock)).catch(
      (error: unknown) => {
        if (error instanceof AppError) refused = error;
        throw error;
      },
    );
  const signedIn = async (userId: string) => {
    await accountLog.signedIn(userId);
    await tellNewDevice(userId);
  };
  const options = authOptions({ ...accountLog, signedIn, check, owes: beginSecondStep });
  const said: Response = await NextAuth(options)(request, context);
  if (!refused) return said;
  const { code, message } = refused;
  return Response.json(
    { error: { code, message } },
    { status: STATUS[code], headers: retryHeader(refused) },
  );
}

/** Passwords are posted; next-auth answers a look at where to with an error of the server's. */
export const GET = openRoute(async (request: NextRequest, context: Context) => {
  if (cameWithoutHttps(request.headers)) return new Response(null, { status: 403 });
  const { nextauth } = await context.params;
  if (nextauth[0] !== "callback") return answer(request, context);
  return new Response(null, { status: 405, headers: { Allow: "POST" } });
});

/** What next-auth would read however long it is, and from any site that holds its token. */
export const POST = openRoute(async (request: NextRequest, context: Context) => {
  try {
    await requireSameOrigin();
  } catch (error) {
    return refusedAsText(error);
  }
  if (cameWithoutHttps(request.headers)) return new Response(null, { status: 403 });
  const { method, url, headers } = request;
  if (!headers.get("content-type")?.startsWith(FORM)) return new Response(null, { status: 415 });
  const body = await readAtMost(request, MOST_BYTES);
  if (body === null) return new Response(null, { status: 413 });
  const { nextauth } = await context.params;
  const isSignOut = nextauth[0] === "signout";
  // next-auth hides what goes wrong there, and would have the browser forget a session that lives on.
  if (isSignOut) await signOut();
  const said = await answer(new NextRequest(url, { method, headers, body }), context);
  if (isSignOut)
    for (const [name, value] of Object.entries(leaveNothing)) said.headers.set(name, value);
  return said;
}, spendForm);
