import { dnsCache } from "nodemailer/lib/shared";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { stubSettings } from "@/tests/support/settings";
import { openSmtp } from "@/tests/support/smtp";

const ELSEWHERE = "mail.example";
const mail = {
  id: "1",
  to: { name: "Ada", address: "ada@lumen.example" },
  subject: "A code",
  paragraphs: ["123456"],
};

beforeEach(() => {
  vi.resetModules();
  stubSettings();
  // A name that is not of this machine, and leads to it.
  dnsCache.set(ELSEWHERE, { value: { addresses: ["127.0.0.1"] }, expires: Number.MAX_VALUE });
});
afterEach(() => {
  dnsCache.clear();
  vi.unstubAllEnvs();
});

test.each([
  [ELSEWHERE, 0],
  ["127.0.0.1", 1],
])("a mail server at %s that offers no TLS is given %i mails", async (host, given) => {
  const smtp = await openSmtp();
  vi.stubEnv("SMTP_URL", smtp.url.replace("127.0.0.1", host));
  const { sendMail } = await import("@/lib/notify/mail");
  const [sent] = await Promise.allSettled([sendMail(mail)]);
  await smtp.close();
  expect(smtp.received).toHaveLength(given);
  expect(sent.status === "rejected" && String(sent.reason)).toEqual(
    given === 0 && expect.stringMatching(/STARTTLS/),
  );
});
