import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { sessionLimitsSchema } from "@/lib/organisation/schema";
import { files, holding, texts } from "./source";

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
    // Nothing in the product listens to a paste at all.
    expect(holding(/\bonPaste|\bonBeforeInput|["'](paste|beforeinput)["']/)).toEqual([]);
  });
  test("are set by their owner alone, and read where they are compared", () => {
    // Whoever has the link that was mailed to them, or the present password; an account that is new.
    expect(holding(/\b(resetPassword|newAccount|createUser)\(|\bchange\(session, present/)).toEqual(
      [
        "app/(account)/actions.ts",
        "app/(account)/sign-up/actions.ts",
        "app/(account)/sso/actions.ts",
        "app/o/[org]/me/actions.ts",
        "lib/auth/account.ts",
        "lib/auth/reset.ts",
      ],
    );
    const writes = /\b(replacePassword|resetPasswordBy|strengthenPassword|hashPassword)\(/;
    expect(holding(writes)).toEqual([
      "lib/auth/account.ts",
      "lib/auth/password.ts",
      "lib/auth/reset.ts",
      "lib/auth/store.ts",
    ]);
    const knows = holding(/passwordHash/).filter((file) => !file.startsWith("lib/auth/"));
    expect(knows).toEqual([]);
  });
  test("do not age, and nothing hints at them", () => {
    const schema = readFileSync("prisma/schema.prisma", "utf8");
    const ages = /hint|question|password\w*(expir|chang|age|day|since|until|at\b)/i;
    expect(schema.match(/\w*password\w+/gi)).toEqual(["passwordHash", "PasswordReset"]);
    expect(/model User \{[^}]*\}/.exec(schema)?.[0]).not.toMatch(ages);
    expect(holding(/password\s?(hint|question|age|expiry|expires)/i)).toEqual([]);
  });
});

test("sessions begin where one signs in, and nowhere else", () => {
  expect(holding(/\b(startSession|mintSession|insertSession)\(/)).toEqual([
    "app/(account)/actions.ts", // the password, and an invitation's new account
    "app/(account)/second-factor/actions.ts", // after a change of factors ended all of them
    "app/(account)/sign-in/actions.ts", // the code, or a passkey
    "app/(account)/sign-up/actions.ts",
    "app/(account)/sso/actions.ts", // an invitation's new account
    "app/o/[org]/me/actions.ts", // after a new password ended all of them
    "app/sso/landing.ts",
    "lib/auth/options.ts", // next-auth's own form
    "lib/auth/session-store.ts",
    "lib/auth/session.ts",
  ]);
});

test("no time that a browser says counts at signing in", () => {
  const times = holding(/z\.(date|iso|coerce\.date)\b|\.get\("date"\)/).filter((file) =>
    /^(app\/\(account\)|app\/sso|lib\/auth)\//.test(file),
  );
  expect(times).toEqual([]);
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

test("how long sessions last is written down as it is", () => {
  const words = readFileSync("docs/decisions/004-sign-in.md", "utf8");
  const store = texts.get("lib/auth/session-store.ts") ?? "";
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
