import type { Runner } from "graphile-worker";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { smsProvider } from "@/lib/notify/sms";
import { PermanentSmsError } from "@/lib/notify/sms-provider";
import { queueCode, startWorker } from "@/lib/notify/worker";
import { startFakeTwilio } from "./fake-twilio";
import { openStage } from "./stage";

const SID = `AC${"0".repeat(32)}`;

let twilio: Awaited<ReturnType<typeof startFakeTwilio>>;
let stage: Awaited<ReturnType<typeof openStage>>;
beforeAll(async () => {
  twilio = await startFakeTwilio();
  stage = await openStage(() => ({
    TWILIO_ACCOUNT_SID: SID,
    TWILIO_AUTH_TOKEN: "secret token",
    TWILIO_FROM: "+15005550006",
    TWILIO_URL: twilio.url,
  }));
});
beforeEach(() => {
  twilio.taken.length = 0;
});
afterAll(async () => {
  await stage.close();
  await twilio.stop();
});

const HELLO = { to: "+447400123456", text: "hello" };

test("Twilio gets what its HTTP asks for", async () => {
  await smsProvider().send(HELLO);
  const basic = Buffer.from(`${SID}:secret token`).toString("base64");
  expect(twilio.taken).toEqual([
    {
      path: `/2010-04-01/Accounts/${SID}/Messages.json`,
      authorization: `Basic ${basic}`,
      form: { To: "+447400123456", From: "+15005550006", Body: "hello" },
    },
  ]);
});

test.each([
  [400, 21_211, true],
  [401, 20_003, true],
  [429, 20_429, false],
  [500, 20_500, false],
  [503, 20_503, false],
])(
  "a Twilio that answers %i makes an error that says whether to try again, and quotes no number",
  async (status, code, isFinal) => {
    twilio.refusals.push({ status, code });
    const error = await smsProvider()
      .send(HELLO)
      .then(
        () => null,
        (thrown: unknown) => thrown,
      );
    expect(error instanceof PermanentSmsError).toBe(isFinal);
    expect(String(error)).toContain(`status ${status}, code ${code}`);
    expect(String(error)).not.toContain("447400");
    expect(twilio.taken).toEqual([]);
  },
);

test("Twilio is handed a queued code by the worker, which tries again when it should", async () => {
  let worker: Runner | undefined;
  try {
    twilio.refusals.push({ status: 503, code: 20_503 });
    await queueCode({ kind: "sms", to: "+447400123456", code: "123456" });
    const owner = await stage.openOwner();
    const { rows } = await owner.query(
      `SELECT "payload"::text AS payload FROM graphile_worker._private_jobs`,
    );
    expect(rows[0]?.payload).not.toContain("123456");
    worker = await startWorker();
    await expect.poll(() => twilio.taken.length, { timeout: 30_000 }).toBe(1);
    expect(twilio.taken[0]?.form.Body).toBe(
      "123456 is your code for Standby. It works once, within ten minutes. Tell nobody.\n\n@localhost #123456",
    );
  } finally {
    await worker?.stop();
  }
});
