import "server-only";
import { headers } from "next/headers";

/** The path of the page that this request asks for, as the middleware saw it. */
export async function requestPath(): Promise<string> {
  return (await headers()).get("x-path") ?? "";
}
