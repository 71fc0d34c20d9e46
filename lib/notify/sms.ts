import { randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { env } from "@/lib/env";
import type { SmsProvider } from "./sms-provider";
import { twilioSms } from "./twilio";

/** For development: each message is a file in a folder that others of this machine cannot read. */
function localSms(dir: string): SmsProvider {
  return {
    async send({ to, text }) {
      await mkdir(dir, { recursive: true, mode: 0o700 });
      const name = `${new Date().toISOString().replaceAll(":", "-")}-${randomUUID()}.txt`;
      await writeFile(path.join(dir, name), `To: ${to}\n\n${text}\n`, { mode: 0o600 });
    },
  };
}

/** Who sends text messages here: Twilio if the operator has set an account, else a folder. */
export function smsProvider(): SmsProvider {
  const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM, TWILIO_URL, SMS_DIR } = env();
  if (!TWILIO_ACCOUNT_SID) return localSms(SMS_DIR);
  return twilioSms({
    accountSid: TWILIO_ACCOUNT_SID,
    token: TWILIO_AUTH_TOKEN ?? "",
    from: TWILIO_FROM ?? "",
    url: TWILIO_URL,
  });
}
