/** Whether an error is Prisma's "this unique value exists already". Stores translate it; nobody else asks. */
export function isTaken(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === "P2002";
}
