import { expect, test } from "vitest";
import { found, holding, texts } from "./source";

/** Packages that the server or the pages use and that make cryptography: kept well by others, and by many. */
const LIBRARIES = [
  "@node-saml/node-saml",
  "@simplewebauthn/browser",
  "@simplewebauthn/server",
  "bcrypt",
  "jose",
  "next-auth",
  "openid-client",
  "otplib",
];
/** Those that make none of ours: TLS and the database's handshake are Node's. */
const OTHERS = [
  "@prisma/adapter-pg",
  "@sentry/nextjs",
  "@xmldom/xmldom",
  "@zxcvbn-ts/language-common",
  "clsx",
  "csv-parse",
  "fast-check", // of tests
  "graphile-worker",
  "ioredis",
  "libphonenumber-js",
  "lucide-react",
  "moment-timezone",
  "next",
  "nodemailer",
  "pg",
  "qrcode",
  "rate-limiter-flexible",
  "react",
  "react-dom",
  "server-only",
  "twilio",
  "zod",
];
/** What is taken of Node's: authenticated encryption, keyed hashes, derived keys and chance. */
const OF_NODE = [
  "X509Certificate",
  "createCipheriv",
  "createDecipheriv",
  "createHash",
  "createHmac",
  "createPrivateKey",
  "hkdfSync",
  "randomBytes",
  "randomInt",
  "randomUUID",
  "timingSafeEqual",
];

/** By what is imported, at once or later. */
const packages = new Set(
  [
    ...found(/^(?:(?:import|export|\})[^"\n]*\bfrom|import) "([^"]+)"/m),
    ...found(/\bimport\(\s*"([^"]+)"/),
  ]
    .filter((name) => !/^([./]|@\/|node:)/.test(name))
    .map((name) => /^(@[^/]+\/[^/]+|[^/]+)/.exec(name)?.[0] ?? name),
);

test("comes from Node and the libraries that are named here, and whoever adds a package says which it is", () => {
  expect([...packages].toSorted()).toEqual([...LIBRARIES, ...OTHERS].toSorted());
  const taken = found(/import (?:type )?\{([^}]*)\} from "node:crypto"/).flatMap((names) =>
    names.split(",").map((name) => name.replace("type ", "").trim()),
  );
  const used = new Set(taken.filter((name) => name !== "" && name !== "Hash"));
  expect([...used].toSorted()).toEqual(OF_NODE);
  expect(
    holding(/(?:\* as|import) \w+(?:,| from) "node:crypto"|require\("(?:node:)?crypto"/),
  ).toEqual([]);
  // Of the browser's, chance alone.
  expect(
    found(/\bcrypto\.(\w+)/).filter((one) => !/^(randomUUID|getRandomValues)$/.test(one)),
  ).toEqual([]);
});

test("ciphers are AES-256-GCM, hashes SHA-256 or longer", () => {
  const calls = found(
    /\b((?:createCipheriv|createDecipheriv|createHash|createHmac|hkdfSync)\(\s*[^,)]+)/,
  );
  const asked = new Set(calls.map((one) => one.replaceAll(/\s/g, "")));
  expect([...asked].toSorted()).toEqual([
    'createCipheriv("aes-256-gcm"',
    'createDecipheriv("aes-256-gcm"',
    'createHash("sha256"',
    'createHmac("sha256"',
    'createHmac("sha384"',
    'hkdfSync("sha256"',
  ]);
  const lengths = found(/hkdfSync\([^;]*, (\d+)\)/).map(Number);
  expect(lengths.length).toBe(found(/\bhkdfSync\(/).length);
  expect(Math.min(...lengths)).toBeGreaterThanOrEqual(32);
  // What jose signs and reads.
  const signed = [...found(/\balg: ("[^"]*"|\w+)/), ...found(/\balgorithms: \[([^\]]*)\]/)];
  expect(new Set(signed)).toEqual(new Set(['"HS256"', '"EdDSA"']));
  expect(holding(/["'`#][^"'`\n]*\b(md5|md4|sha-?1|rc4|3?des|ecb|cbc)\b[^"'`\n]*["'`]/i)).toEqual(
    [],
  );
});

test("chance that matters is not Math.random's", () => {
  // When a page asks again, so that not all do at once.
  expect(holding(/Math\.random/)).toEqual(["components/now/live.tsx"]);
});

test("passwords cost at least 2^12 rounds of bcrypt", () => {
  const cost = /const COST = (\d+);/.exec(texts.get("lib/auth/password.ts") ?? "")?.[1];
  expect(Number(cost)).toBeGreaterThanOrEqual(12);
  expect(found(/\bbcrypt\.hash\(([^)]*)\)/)).toEqual(["text, COST"]);
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
  // Which hash was looked at, and two settings of the operator's: none is given by who asks.
  expect(lines).toEqual([
    "lib/auth/password.ts: return fits && stored !== null && hash === stored;",
    "lib/crypto/ring.ts: if (listed && lone.secret && listed.secret !== lone.secret)",
  ]);
  expect(holding(/timingSafeEqual\(/)).toContain("lib/auth/backup-code.ts");
});
