import { readFileSync } from "node:fs";
import { createServer as createHttps } from "node:https";
import { type AddressInfo, createServer, type Server } from "node:net";
import { TLSSocket } from "node:tls";
import pg from "pg";
import { SMTPServer } from "smtp-server";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { stubSettings } from "@/tests/support/settings";

// All of these say that they are localhost, in a certificate that nobody but they themselves signed.
const key = readFileSync("tests/fixtures/tls/own.key", "utf8");
const cert = readFileSync("tests/fixtures/tls/own.crt", "utf8");
const SELF_SIGNED = /self[- ]signed certificate/;

type Peer = { readonly server: Server; readonly asked: () => number };
let open: Server[] = [];

async function listen(server: Server, asked: () => number): Promise<Peer & { port: number }> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, asked, port: (server.address() as AddressInfo).port };
}

/** What takes any request over HTTPS, and counts those that came through. */
function https() {
  let count = 0;
  const server = createHttps({ key, cert }, (_, response) => {
    count += 1;
    response.end("{}");
  });
  return listen(server, () => count);
}

/** A mail server, and how many mails it was given. */
function smtp(secure: boolean) {
  let count = 0;
  const server = new SMTPServer({
    key,
    cert,
    secure,
    authOptional: true,
    onData(stream, _, done) {
      count += 1;
      stream.resume().on("end", done);
    },
  });
  server.on("error", () => undefined);
  return listen(server.server, () => count);
}

/** What begins as PostgreSQL does: asked for TLS, it says yes; then it counts who trusts it with a password. */
function postgres() {
  let count = 0;
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => {
      socket.write("S");
      const secure = new TLSSocket(socket, { isServer: true, key, cert });
      secure.on("error", () => undefined).on("data", () => (count += 1));
    });
  });
  return listen(server, () => count);
}

beforeEach(() => {
  vi.resetModules();
  stubSettings({ SSO_LOCAL: "on" });
});
afterEach(() => {
  for (const server of open) server.close();
  open = [];
  vi.unstubAllEnvs();
});

/** All that an error says, of what it came from too. */
const wordsOf = (error: unknown): string =>
  error instanceof Error ? `${error.message} ${wordsOf(error.cause)}` : "";

test("a single sign-on provider with a certificate of its own making is not believed", async () => {
  const { port, asked } = await https();
  const { outbound } = await import("@/lib/sso/outbound");
  const refused = await outbound(`https://localhost:${port}/`, {}).catch(wordsOf);
  expect(refused).toMatch(SELF_SIGNED);
  expect(asked()).toBe(0);
});

test("a sink of signed heads with a certificate of its own making is sent none", async () => {
  const { port, asked } = await https();
  vi.stubEnv("LOG_HEAD_URL", `https://localhost:${port}`);
  vi.stubEnv("LOG_HEAD_TOKEN", "a token that says who sends");
  const { postHead } = await import("@/lib/log/sinks");
  expect(await postHead("{}").then(() => "sent", wordsOf)).toMatch(SELF_SIGNED);
  expect(asked()).toBe(0);
});

test("who sends text messages with a certificate of its own making is sent none", async () => {
  const { port, asked } = await https();
  const { twilioSms } = await import("@/lib/notify/twilio");
  const url = `https://localhost:${port}`;
  const twilio = twilioSms({
    accountSid: `AC${"0".repeat(32)}`,
    token: "x",
    from: "+4915112345678",
    url,
  });
  const sent = await twilio
    .send({ to: "+447700900001", text: "123456" })
    .then(() => "sent", wordsOf);
  expect(sent).not.toBe("sent");
  expect(asked()).toBe(0);
});

test.each([true, false])(
  "a mail server with a certificate of its own making is given no mail (TLS at once: %s)",
  async (secure) => {
    const { port, asked } = await smtp(secure);
    vi.stubEnv("SMTP_URL", `${secure ? "smtps" : "smtp"}://localhost:${port}`);
    const { sendMail } = await import("@/lib/notify/mail");
    const to = { name: "Ada", address: "ada@lumen.example" };
    const mail = { id: "1", to, subject: "A code", paragraphs: ["123456"] };
    expect(await sendMail(mail).then(() => "sent", wordsOf)).toMatch(SELF_SIGNED);
    expect(asked()).toBe(0);
  },
);

test("a database with a certificate of its own making is told no password", async () => {
  const { port, asked } = await postgres();
  const { isPrivateWay } = await import("@/lib/env");
  const connectionString = `postgresql://a:b@localhost:${port}/x?sslmode=verify-full`;
  expect(isPrivateWay(connectionString)).toBe(true);
  const client = new pg.Client({ connectionString });
  client.on("error", () => undefined);
  expect(await client.connect().then(() => "connected", wordsOf)).toMatch(SELF_SIGNED);
  expect(asked()).toBe(0);
});
