import { publicAddress } from "@/lib/env.public";

/** Whether a proxy says that a request came without HTTPS, where people use the application with it. */
export const cameWithoutHttps = (headers: Pick<Headers, "get">): boolean =>
  headers.get("x-forwarded-proto") === "http" && (publicAddress() ?? "").startsWith("https:");
