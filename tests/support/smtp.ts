import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

type Received = { readonly mail: ParsedMail; readonly to: readonly string[]; readonly raw: string };

/** A server of mails on this machine that keeps what it is sent. */
export async function openSmtp() {
  const box = {
    received: [] as Received[],
    /** How many messages it refuses before it takes one. */
    refusals: 0,
  };
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS", "AUTH"],
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", async () => {
        if (box.refusals > 0) {
          box.refusals -= 1;
          done(new Error("Not now"));
          return;
        }
        const raw = Buffer.concat(parts);
        const to = session.envelope.rcptTo.map(({ address }) => address);
        box.received.push({ mail: await simpleParser(raw), to, raw: raw.toString() });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.server.address();
  const port = typeof address === "object" ? address?.port : 0;
  const close = () => new Promise<void>((resolve) => server.close(resolve));
  return Object.assign(box, { url: `smtp://127.0.0.1:${port}`, close });
}
