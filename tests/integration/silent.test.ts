import { readFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openStore } from "@/lib/limits/store";
import { postHead } from "@/lib/log/sinks";
import { sendMail } from "@/lib/notify/mail";
import { twilioSms } from "@/lib/notify/twilio";
import { outbound } from "@/lib/sso/outbound";
import { openStage } from "./stage";

const sockets = new Set<Socket>();
/** Takes connections, and never says a word. */
const silent = createServer((socket) => {
  sockets.add(socket);
  socket.on("error", () => undefined);
});
let at = "";
let stage: Awaited<ReturnType<typeof openStage>>;

beforeAll(async () => {
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const address = silent.address();
  at = `127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  stage = await openStage(() => ({
    SMTP_URL: `smtp://${at}`,
    SSO_LOCAL: "on",
    LOG_HEAD_URL: `http://${at}`,
  }));
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  silent.close();
  await stage.close();
});

/** How long docs/security.md says that each is waited for, in seconds. */
const written = new Map(
  [...readFileSync("docs/security.md", "utf8").matchAll(/^\| ([^|]+) \| (\d+) s \|/gm)].map(
    ([, who = "", seconds]) => [who, Number(seconds)] as const,
  ),
);

const account = { accountSid: `AC${"0".repeat(32)}`, token: "t", from: "+15005550006" };
const mail = {
  id: "1",
  to: { name: "Ana", address: "ana@lumen.example" },
  subject: "x",
  paragraphs: ["y"],
};

async function asked(who: string): Promise<unknown> {
  if (who === "PostgreSQL") {
    const { identityClient } = await import("@/lib/db/client");
    return identityClient(`postgresql://nobody:x@${at}/none`).user.findFirst();
  }
  if (who === "the mail server") return sendMail(mail);
  if (who === "the sink of signed heads") return postHead("{}");
  if (who === "Twilio")
    return twilioSms({ ...account, url: `http://${at}` }).send({ to: "+447400111222", text: "1" });
  return outbound(`http://${at}/`, {});
}

describe("a server that takes connections and never answers", () => {
  test.concurrent.each([
    "PostgreSQL",
    "the mail server",
    "Twilio",
    "a provider of sign-in",
    "the sink of signed heads",
  ])("as %s is given up when docs/security.md says so, with an error", async (who) => {
    const began = performance.now();
    await expect(asked(who)).rejects.toThrow();
    const seconds = (performance.now() - began) / 1000;
    const patience = written.get(who) ?? 0;
    expect(seconds).toBeGreaterThan(patience - 1);
    expect(seconds).toBeLessThan(patience + 5);
  });

  test("as the store of limits is given up too, and guesses are counted all the same", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const patience = written.get("the store of limits") ?? 0;
    const store = openStore(`redis://${at}`, "postgresql://nobody@127.0.0.1:1/none");
    const counter = store.counter("guess-stranger");
    const began = performance.now();
    const ended = await Promise.allSettled(
      Array.from({ length: 12 }, () => counter.consume("ana")),
    );
    expect((performance.now() - began) / 1000).toBeLessThan(patience + 5);
    expect(ended.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
    await store.close();
  });
});
