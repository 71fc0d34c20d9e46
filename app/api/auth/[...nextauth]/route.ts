import NextAuth from "next-auth";
import { authOptions } from "@/lib/auth/options";
import { accountLog } from "@/lib/doors/account-log";

type Context = { params: Promise<{ nextauth: string[] }> };

const handler = (request: Request, context: Context): Promise<Response> =>
  NextAuth(authOptions(accountLog))(request, context);

export { handler as GET, handler as POST };
