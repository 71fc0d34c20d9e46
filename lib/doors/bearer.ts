/** The text behind `Bearer` in Authorization; null where there is none. Other schemes are a proxy's business. */
export function bearerOf(request: Request): string | null {
  const found = /^Bearer(?: +(?! )(.*))?$/is.exec(request.headers.get("authorization") ?? "");
  return found && (found[1] ?? "");
}
