import { readdirSync, readFileSync, statSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { sessionLimitsSchema } from "@/lib/organisation/schema";
import { sourceFiles } from "@/tests/doors/inventory";

const files = [...sourceFiles(), "middleware.ts", "instrumentation.ts"];
const texts = new Map(files.map((file) => [file, readFileSync(file, "utf8")]));

/** The product's files in which this stands. */
const holding = (shape: RegExp): string[] =>
  files.filter((file) => shape.test(texts.get(file) ?? ""));
const found = (shape: RegExp): string[] =>
  [...texts.values()].flatMap((text) => text.match(new RegExp(shape, "g")) ?? []);

test("the search finds what is there", () => {
  expect(files.length).toBeGreaterThan(300);
  expect(holding(/createCipheriv\(/)).toEqual(["lib/crypto/box.ts"]);
});

describe("nothing turns text into code", () => {
  test("no eval, no functions made of text, no vm", () => {
    expect(holding(/\beval\(|new Function\b|node:vm|setTimeout\(["'`]/)).toEqual([]);
  });
  test("no markup made of text", () => {
    const shape = /dangerouslySetInnerHTML|innerHTML|outerHTML|insertAdjacentHTML|document\.write/;
    expect(holding(shape)).toEqual([]);
  });
  test("no style attribute, which the policy of pages does not let in; mails have no policy", () => {
    expect(holding(/<[^<>]*\bstyle=|\bstyle=\{|setAttribute\("style"/)).toEqual([
      "lib/notify/mail.ts",
    ]);
  });
  test("SQL made of text only where the tenant door sets the context, with parameters", () => {
    expect(holding(/RawUnsafe\(|Prisma\.raw\(/)).toEqual(["lib/tenancy/db.ts"]);
    expect(texts.get("lib/tenancy/db.ts")).toContain("$executeRawUnsafe(statement, ...values)");
  });
  test("no shell, and programs are started by the embedded database's files alone", () => {
    expect(holding(/shell: |\bexec(Sync)?\(["'`]/)).toEqual([]);
    expect(holding(/node:child_process/)).toEqual([
      "lib/db/embedded.ts",
      "lib/db/postgres-place.ts",
      "lib/db/processes.ts",
    ]);
  });
  test("no regular expression made of what somebody wrote", () => {
    expect(holding(/new RegExp\(/)).toEqual(["lib/crypto/token.ts"]);
    expect(texts.get("lib/crypto/token.ts")).toMatch(/const FORM = new RegExp\(/);
  });
  test("no reader of objects that runs what it reads", () => {
    expect(holding(/node:v8|node-serialize|js-yaml|unserialize/)).toEqual([]);
  });
  test("what was JSON is looked at before it is believed", () => {
    expect(holding(/JSON\.parse\([^)]*\) as (?!unknown\b)/)).toEqual([]);
  });
  test("no script for other sites around JSON", () => {
    expect(holding(/jsonp|[?&]callback=/i)).toEqual([]);
  });
});

describe("cryptography", () => {
  test("comes from Node, jose, bcrypt and otplib alone", () => {
    const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(
      readFileSync("package.json", "utf8"),
    );
    const others = /^(crypto-js|node-forge|tweetnacl|jsonwebtoken|bcryptjs|sjcl|md5|sha\.?js)/;
    expect(Object.keys(dependencies).filter((name) => others.test(name))).toEqual([]);
    expect(Object.keys(dependencies)).toEqual(expect.arrayContaining(["bcrypt", "jose", "otplib"]));
  });
  test("ciphers are AES-256-GCM, hashes SHA-256 or longer", () => {
    const ciphers = found(/create(?:C|Dec)ipheriv\("[^"]+"/);
    expect(new Set(ciphers.map((one) => one.replace(/.*"(.*)"/, "$1")))).toEqual(
      new Set(["aes-256-gcm"]),
    );
    const hashes = found(/create(?:Hash|Hmac)\(\s*"[^"]+"/).map((one) =>
      one.replace(/[^"]*"(.*)"/, "$1"),
    );
    expect(new Set(hashes)).toEqual(new Set(["sha256", "sha384"]));
  });
  test("chance that matters is not Math.random's", () => {
    // When a page asks again, so that not all do at once.
    expect(holding(/Math\.random/)).toEqual(["components/now/live.tsx"]);
  });
  test("passwords cost at least 2^12 rounds of bcrypt", () => {
    const cost = /const COST = (\d+);/.exec(texts.get("lib/auth/password.ts") ?? "")?.[1];
    expect(Number(cost)).toBeGreaterThanOrEqual(12);
  });
});

describe("passwords", () => {
  const forms = files.filter((file) => /name="(password|present)"/.test(texts.get(file) ?? ""));

  test("are typed unseen, and managers of passwords are told which is which", () => {
    expect(forms.length).toBeGreaterThan(4);
    for (const file of forms) {
      const text = texts.get(file) ?? "";
      const fields = text.match(/<\w+[^<>]*name="(password|present)"[^<>]*>/g) ?? [];
      expect(fields.length, file).toBeGreaterThan(0);
      for (const field of fields) {
        expect(field, file).toMatch(/type="password"/);
        expect(field, file).toMatch(/autoComplete="(current|new)-password"/);
      }
    }
  });
  test("can be pasted", () => {
    expect(forms.filter((file) => /onPaste/.test(texts.get(file) ?? ""))).toEqual([]);
  });
  test("do not age, and nothing hints at them", () => {
    const user =
      /model User \{[^}]*\}/.exec(readFileSync("prisma/schema.prisma", "utf8"))?.[0] ?? "";
    expect(user).toContain("passwordHash");
    expect(user).not.toMatch(/hint|question|passwordExpires|passwordChanged/i);
  });
});

describe("secrets", () => {
  test("have no default: what opens something is set, or the server does not start", () => {
    const env = texts.get("lib/env.ts") ?? "";
    for (const name of ["AUTH_SECRET", "DATABASE_URL"]) {
      const rule = new RegExp(`${name}: z\\.string\\(\\)[^\\n]*`).exec(env)?.[0] ?? "";
      expect(rule, name).toContain("min(");
      expect(rule, name).not.toMatch(/default|optional/);
    }
    // One of the two ways to give it.
    expect(env).toMatch(/STANDBY_MASTER_KEY: z\.string\(\)\.min\(43[^\n]*\.optional\(\)/);
    expect(env).toContain('refine(hasMasterKey, { path: ["STANDBY_MASTER_KEY"] })');
    expect(env).toContain("return Boolean(STANDBY_MASTER_KEY || STANDBY_KEYS);");
    const example = readFileSync(".env.example", "utf8");
    expect(example).not.toMatch(/^[A-Z_]*(SECRET|KEY|TOKEN|PASSWORD)=\S/m);
  });
  test("none is among the files of the project", () => {
    const shape =
      /-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/]{40}|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bxox[baprs]-[0-9A-Za-z-]{10,}|\bsk_live_[0-9a-zA-Z]{20,}/;
    const folders = ["app", "components", "docs", "lib", "prisma", "scripts", "tests"];
    const all = folders.flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => `${folder}/${file}`),
    );
    expect(all.length).toBeGreaterThan(500);
    const shown = [".env.example", "package.json", "README.md", ...all];
    const text = shown.filter(
      (file) =>
        statSync(file).isFile() && /\.(ts|tsx|mjs|json|md|prisma|sql|example|txt|csv)$/.test(file),
    );
    expect(text.filter((file) => shape.test(readFileSync(file, "utf8")))).toEqual([]);
  });
});

test("cookies of sign-in are closed to scripts", () => {
  const setting = files.filter(
    (file) => file.startsWith("lib/auth/") && /sameSite:/.test(texts.get(file) ?? ""),
  );
  expect(setting).toContain("lib/auth/session.ts");
  for (const file of setting) {
    const text = texts.get(file) ?? "";
    expect(text.match(/httpOnly: true/g)?.length, file).toBe(text.match(/sameSite:/g)?.length);
  }
});

test("files are written under names that the server makes, in the folders of mail, texts and log heads", () => {
  expect(holding(/\b(writeFile|appendFile|createWriteStream)\(/)).toEqual([
    "lib/db/embedded.ts",
    "lib/log/sinks.ts",
    "lib/notify/mail.ts",
    "lib/notify/sms.ts",
  ]);
});

test("no request that the server sends follows a redirect", () => {
  const server = files.filter(
    (file) => file.startsWith("lib/") && /\bfetch\(/.test(texts.get(file) ?? ""),
  );
  expect(server).toEqual(["lib/log/sinks.ts"]);
  expect(texts.get("lib/log/sinks.ts")).toContain('redirect: "error"');
});

test("mails are of one form, in which what somebody wrote is escaped or a header of nodemailer's", () => {
  const mail = texts.get("lib/notify/mail.ts") ?? "";
  expect(mail).toContain("<p>${escaped(text)");
  const holes =
    mail
      .match(/<[^`]*\$\{[^`]*`/g)
      ?.join("")
      .match(/\$\{(\w+)/g) ?? [];
  expect(new Set(holes)).toEqual(new Set(["${escaped", "${body", "${button", "${mail", "${new"]));
});

test("no page or route is there for tests", () => {
  expect(
    files.filter((file) => /^app\/.*\b(test|debug|mock|sandbox|playground)\b/.test(file)),
  ).toEqual([]);
});

test("no route takes JSON or plain text of a browser but to write down what it says of a policy, and what opens the one for programs is no cookie", () => {
  const posts =
    /export (?:const|async function|function) (?:POST|PUT|PATCH|DELETE)\b|as (?:POST|PUT|PATCH|DELETE)\b/;
  expect(holding(posts).filter((file) => file.endsWith("/route.ts"))).toEqual([
    "app/(account)/sign-out/route.ts",
    "app/api/auth/[...nextauth]/route.ts",
    "app/api/policy/route.ts",
    "app/scim/v2/[[...path]]/route.ts",
    "app/sso/[provider]/acs/route.ts",
  ]);
  expect(holding(/request\.(json|text|arrayBuffer|blob)\(/)).toEqual([]);
  expect(texts.get("app/(account)/sign-out/route.ts")).toContain("await requireSameOrigin()");
  expect(texts.get("lib/doors/scim.ts")).toContain("Send no cookie of a session beside a token.");
});

test("secrets are found by a keyed hash or compared in constant time, never sign by sign", () => {
  const word = "(?:secret|token|password|code|hash|signature|mac|digest|hmac)";
  const compare = new RegExp(
    `\\b\\w*${word}\\w*(?:\\.\\w+)? [!=]== (?!undefined|null|"|0|\\d)`,
    "i",
  );
  const lines = [...texts].flatMap(([file, text]) =>
    /^(lib\/(auth|crypto|limits|log|sso|tenancy|keys|doors)|app)\//.test(file)
      ? text.split("\n").flatMap((line) => (compare.test(line) ? [`${file}: ${line.trim()}`] : []))
      : [],
  );
  // Which hash was looked at, two settings of the operator's, and the code of a database's error: none is given by who asks.
  expect(lines).toEqual([
    "lib/auth/password.ts: return fits && stored !== null && hash === stored;",
    "lib/crypto/ring.ts: if (listed && lone.secret && listed.secret !== lone.secret)",
    "lib/tenancy/last-owner.ts: cause.originalCode === NO_OWNER",
  ]);
  expect(holding(/timingSafeEqual\(/)).toContain("lib/auth/backup-code.ts");
});

test("how long sessions last is written down as it is", () => {
  const words = readFileSync("docs/decisions/004-sign-in.md", "utf8");
  const store = texts.get("lib/auth/store.ts") ?? "";
  const token = texts.get("lib/auth/token.ts") ?? "";
  const number = (text: string, shape: RegExp) => Number(shape.exec(text)?.[1]);
  expect(words).toContain("A session ends after 12 hours without use and after a week in any case");
  expect(number(store, /IDLE_MINUTES = (\d+)/)).toBe(12 * 60);
  expect(number(token, /SESSION_DAYS = (\d+)/)).toBe(7);
  expect(words).toContain("(15 minutes and 8 hours at least)");
  const { idleMinutes, sessionHours } = sessionLimitsSchema.shape;
  const shortest = { idle: idleMinutes.safeParse("15"), whole: sessionHours.safeParse("8") };
  expect([shortest.idle.success, shortest.whole.success]).toEqual([true, true]);
  expect(idleMinutes.safeParse("14").success || sessionHours.safeParse("7").success).toBe(false);
});
