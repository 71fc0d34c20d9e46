import NextAuth from "next-auth";
import { tryPassword } from "@/lib/auth/guarded";
import { authOptions } from "@/lib/auth/options";
import { accountLog } from "@/lib/doors/account-log";
import { AppError, retryHeader, STATUS } from "@/lib/errors";
import { lockAddressLater, tellNewDevice } from "../../../(account)/later";

type Context = { params: Promise<{ nextauth: string[] }> };

async function answer(request: Request, context: Context): Promise<Response> {
  // next-auth's own answer has no room for why nobody looked at the password, and for how long.
  let refused: AppError | undefined;
  const check = (email: string, password: string) =>
    tryPassword(email, password, () => lockAddressLater(email)).catch((error: unknown) => {
      if (error instanceof AppError) refused = error;
      throw error;
    });
  const signedIn = async (userId: string) => {
    await accountLog.signedIn(userId);
    await tellNewDevice(userId);
  };
  const options = authOptions({ ...accountLog, signedIn, check });
  const said: Response = await NextAuth(options)(request, context);
  if (!refused) return said;
  const { code, message } = refused;
  return Response.json(
    { error: { code, message } },
    { status: STATUS[code], headers: retryHeader(refused) },
  );
}

/** Passwords are posted; next-auth answers a look at where to with an error of the server's. */
export async function GET(request: Request, context: Context): Promise<Response> {
  const { nextauth } = await context.params;
  if (nextauth[0] !== "callback") return answer(request, context);
  return new Response(null, { status: 405, headers: { Allow: "POST" } });
}

export { answer as POST };
