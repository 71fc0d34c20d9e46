import * as z from "zod";

const driverError = z.object({ cause: z.object({ originalCode: z.string() }) });
/** What a query threw carries the driver's error; what the end of a transaction threw is one. */
const prismaError = z.object({ meta: z.object({ driverAdapterError: driverError }) });

/** PostgreSQL's own code of an error that came up through Prisma; null for any other. */
export function codeOf(error: unknown): string | null {
  const known = prismaError.safeParse(error).data?.meta.driverAdapterError;
  return (known ?? driverError.safeParse(error).data)?.cause.originalCode ?? null;
}
