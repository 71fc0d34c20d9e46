import * as z from "zod";
import { spendForm } from "@/lib/doors/budget";
import { AppError, retryHeader, STATUS } from "@/lib/errors";
import { samlMetadata } from "@/lib/sso/saml";

type Context = { params: Promise<{ provider: string }> };

/** What a SAML provider is told of us. It follows from the address alone: it is there before anything is set up, and tells nothing. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const id = z.uuid().safeParse((await params).provider);
  if (!id.success) return new Response("There is nothing here.\n", { status: 404 });
  try {
    await spendForm();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const init = { status: STATUS[error.code], headers: { ...retryHeader(error) } };
    return new Response(`${error.message}\n`, init);
  }
  return new Response(samlMetadata(id.data), {
    headers: { "Content-Type": "application/samlmetadata+xml; charset=utf-8" },
  });
}
