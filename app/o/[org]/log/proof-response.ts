/** A proof as a file of one line, as `standby-verify` reads it. */
export function proofResponse(proof: object, name: string): Response {
  return new Response(`${JSON.stringify(proof)}\n`, {
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": `attachment; filename="${name}.json"`,
      "Cache-Control": "private, no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
}
