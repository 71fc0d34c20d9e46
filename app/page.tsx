import { redirect } from "next/navigation";
import { currentSession } from "@/lib/auth/session";

export default async function StartPage() {
  redirect((await currentSession()) ? "/organisations" : "/sign-in");
}
