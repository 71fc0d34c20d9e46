import { spendForm } from "@/lib/doors/budget";
import { openRoute } from "@/lib/doors/open-route";
import { samlMetadata } from "@/lib/sso/saml";
import { rowIdSchema } from "@/lib/tenancy/row-id";

type Context = { params: Promise<{ provider: string }> };

/** What a SAML provider is told of us. It follows from the address alone: it is there before anything is set up, and tells nothing. */
export const GET = openRoute(async (_request: Request, { params }: Context) => {
  const id = rowIdSchema.safeParse((await params).provider);
  if (!id.success) return new Response("There is nothing here.\n", { status: 404 });
  return new Response(samlMetadata(id.data), {
    headers: { "Content-Type": "application/samlmetadata+xml; charset=utf-8" },
  });
}, spendForm);
