import "server-only";
import { headers } from "next/headers";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { logLine } from "@/lib/log-line";
import { atWork } from "./undecodable";

/**
 * Refuses a state change that another site started (cross-site request forgery). Browsers say where a
 * request comes from in Sec-Fetch-Site; without it the Origin must be ours exactly. Next lets an action
 * without an Origin through, and once took `null` for one.
 */
export async function requireSameOrigin(): Promise<void> {
  atWork();
  const sent = await headers();
  const site = sent.get("sec-fetch-site");
  if (site === "same-origin") return;
  if (site === null && sent.get("origin") === new URL(env().STANDBY_URL).origin) return;
  logLine("request.foreign", { why: "another site", site: site ?? "none" });
  throw new AppError(
    "refused",
    "This request came from another site. Open the page again and repeat it.",
  );
}
