import { vi } from "vitest";
import { fuzzHalf } from "./inside-half";

const { laters } = vi.hoisted(() => ({ laters: [] as Promise<unknown>[] }));
vi.mock("next/headers", async () => (await import("@/tests/doors/request")).headersOfRequest);
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));
vi.mock("next/server", async (original) => ({
  ...(await original<typeof import("next/server")>()),
  connection: async () => undefined,
  after: (work: () => Promise<unknown>) => laters.push(work()),
}));

fuzzHalf(1, laters);
