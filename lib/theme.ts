import "server-only";
import { cookies } from "next/headers";
import { sessionCookie } from "./auth/token";

const YEAR = 365 * 86_400;

export type Theme = "light" | "dark" | "system";

/** As sessions' cookies, for this host alone: no other may choose it. */
function themeCookie(): { name: string; secure: boolean } {
  const { secure } = sessionCookie();
  return { name: secure ? "__Host-theme" : "theme", secure };
}

/** What this browser has chosen; `system` where it follows its system. */
export async function chosenTheme(): Promise<Theme> {
  const chosen = (await cookies()).get(themeCookie().name)?.value;
  return chosen === "light" || chosen === "dark" ? chosen : "system";
}

/** Lets this browser choose, for a year. */
export async function chooseTheme(theme: Theme): Promise<void> {
  const { name, secure } = themeCookie();
  const isKept = theme !== "system";
  const kept = { maxAge: isKept ? YEAR : 0, path: "/", sameSite: "lax", secure } as const;
  (await cookies()).set(name, isKept ? theme : "", { ...kept, httpOnly: true });
}
