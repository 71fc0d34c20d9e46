import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import nodemailer, { type Transporter } from "nodemailer";
import { env } from "@/lib/env";

export type Mail = {
  /** Stays the same when a delivery is tried again, so that a mail program can drop the second. */
  readonly id: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly paragraphs: readonly string[];
  readonly link?: { readonly text: string; readonly path: string };
};

const LOCAL: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

let transport: Transporter | undefined;

function smtp(url: string): Transporter {
  transport ??= nodemailer.createTransport(
    {
      url,
      // Opportunistic encryption can be stripped on the way.
      requireTLS: !LOCAL.has(new URL(url).hostname),
      disableFileAccess: true,
      disableUrlAccess: true,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 30_000,
    },
    { from: env().MAIL_FROM },
  );
  return transport;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);

function html(mail: Mail, link: string | undefined): string {
  const body = mail.paragraphs
    .map((text) => `<p>${escaped(text).replaceAll("\n", "<br>")}</p>`)
    .join("");
  const button =
    mail.link && link ? `<p><a href="${escaped(link)}">${escaped(mail.link.text)}</a></p>` : "";
  return `<div style="font:16px/1.5 system-ui,sans-serif;max-width:34em">${body}${button}</div>`;
}

/** Sends a mail by SMTP, or puts it into the mail folder when no server is set. Throws when it cannot. */
export async function sendMail(mail: Mail): Promise<void> {
  const { SMTP_URL, MAIL_DIR, MAIL_FROM, STANDBY_URL } = env();
  const link = mail.link && new URL(mail.link.path, STANDBY_URL).toString();
  const message = {
    from: MAIL_FROM,
    to: mail.to,
    subject: mail.subject,
    messageId: `<${mail.id}@${new URL(STANDBY_URL).hostname}>`,
    text: [...mail.paragraphs, ...(mail.link && link ? [`${mail.link.text}: ${link}`] : [])].join(
      "\n\n",
    ),
    html: html(mail, link),
  };
  if (SMTP_URL) {
    await smtp(SMTP_URL).sendMail(message);
    return;
  }
  const composed = await nodemailer
    .createTransport({ streamTransport: true, buffer: true })
    .sendMail(message);
  // Mails hold links that open accounts: other users of this machine must not read them.
  await mkdir(MAIL_DIR, { recursive: true, mode: 0o700 });
  await writeFile(
    path.join(MAIL_DIR, `${new Date().toISOString().replaceAll(":", "-")}-${mail.id}.eml`),
    composed.message,
    { mode: 0o600 },
  );
}
