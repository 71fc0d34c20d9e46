import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "@/lib/db/port";
import { beforeEnd, runNode } from "../boot/children";
import { prepareDataFolder } from "../boot/data-folder";
import { openDatabase } from "../boot/database";
import { offerDemo } from "../boot/demo-data";
import { appEnvironment } from "../boot/environment";
import type { Settings } from "../boot/settings";
import { startWeb } from "../boot/web";
import { findChromium } from "./chromium";
import { type Count, readCount } from "./count";
import { startMailSink } from "./mail-sink.mjs";

/** What Google and Microsoft, played by the tests, know this Standby by. */
const CLIENT = "standby-of-the-tests";
const TENANT = "8f6f1c3b-6d1f-4b57-b8c0-0c9a1ab1b7f0";

const PLAYWRIGHT = "node_modules/@playwright/test/cli.js";

/**
 * The built application on a new database with demo data, a mail server that keeps what it gets, and the
 * browser tests against them. All of it is stopped when the whole run ends.
 */
export async function runBrowserTests(reports: string): Promise<Count> {
  const chromium = findChromium();
  const home = await mkdtemp(path.join(tmpdir(), "standby-e2e-"));
  // The account of the database passes through.
  await chmod(home, 0o711);
  beforeEnd(() => rm(home, { recursive: true, force: true }));
  const settings = await fresh(path.join(home, "data"));
  await prepareDataFolder(settings.data);
  const database = await openDatabase(settings);
  const madeAt = Date.now();
  const signIn = await offerDemo(settings, database);
  const mails = path.join(home, "mails");
  const sink = await startMailSink(mails);
  beforeEnd(sink.stop);
  const texts = path.join(home, "texts");
  const dns = `127.0.0.1:${await freePort()}`;
  const google = `http://localhost:${await freePort()}`;
  const authority = `http://localhost:${await freePort()}`;
  const env = {
    ...appEnvironment(settings, database),
    SMTP_URL: sink.url,
    SMS_DIR: texts,
    SMS_COUNTRIES: "GB",
    // The providers of the tests run on this machine, and what answers for DNS.
    SSO_LOCAL: "on",
    SSO_DNS: dns,
    GOOGLE_ISSUER: google,
    ...{ GOOGLE_CLIENT_ID: CLIENT, GOOGLE_CLIENT_SECRET: CLIENT },
    MICROSOFT_AUTHORITY: authority,
    MICROSOFT_TENANT: TENANT,
    ...{ MICROSOFT_CLIENT_ID: CLIENT, MICROSOFT_CLIENT_SECRET: CLIENT },
    STANDBY_SUPPORT: "hugo@harbour.example",
    // Who comes from elsewhere comes by a proxy of the tests, which says from where.
    STANDBY_TRUSTED_PROXIES: "127.0.9.0/24",
    STANDBY_LOCATION_HEADERS: "X-Place-Country,X-Place-Latitude,X-Place-Longitude",
    // All tests come from one network, and guess at accounts of their own.
    LIMITS_FACTOR: "100",
  };
  await startWeb("start", settings, env);
  const file = path.join(reports, "e2e.json");
  const { code } = await runNode([PLAYWRIGHT, "test", "--reporter=line,json"], {
    ...process.env,
    CHROMIUM_PATH: chromium,
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    STANDBY_URL: settings.url,
    STANDBY_SIGN_IN: signIn,
    STANDBY_DEMO_AT: `${madeAt}`,
    STANDBY_MAILS: mails,
    STANDBY_TEXTS: texts,
    STANDBY_DATABASE: database.ownerUrl,
    STANDBY_DNS: dns,
    STANDBY_GOOGLE: google,
    STANDBY_MICROSOFT: `${authority}/${TENANT}/v2.0`,
    STANDBY_CLIENT: CLIENT,
  });
  return readCount(file, code);
}

async function fresh(data: string): Promise<Settings> {
  const port = await freePort();
  return {
    data,
    host: "127.0.0.1",
    port,
    url: `http://localhost:${port}`,
    ownerUrl: undefined,
    roleUrls: undefined,
    demo: true,
  };
}
