import { vi } from "vitest";
import { fuzzHalf } from "./inside-half";

vi.mock("next/headers", async () => (await import("@/tests/doors/request")).headersOfRequest);
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));
vi.mock("next/server", async (original) => ({
  ...(await original<typeof import("next/server")>()),
  ...(await import("@/tests/doors/request")).serverOfRequest,
}));

fuzzHalf(0);
