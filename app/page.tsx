import { redirect } from "next/navigation";
import { currentSession } from "@/lib/auth/session";
import { accountPage } from "@/lib/doors/account-page";

async function StartPage(): Promise<never> {
  redirect((await currentSession()) ? "/organisations" : "/sign-in");
}

export default accountPage(StartPage);
