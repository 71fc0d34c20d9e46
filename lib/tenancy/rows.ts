import type { Draft as DraftRow, Prisma } from "@/lib/db/generated/client";

/** Types of rows and of what is written to them, for stores: the raw client stays behind the wall. */
export type Draft = DraftRow;
export type DraftChange = Prisma.DraftUpdateManyMutationInput;
export type Json = Prisma.InputJsonValue;
