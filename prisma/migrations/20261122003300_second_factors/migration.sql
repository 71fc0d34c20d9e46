-- Passkeys and codes that are sent, beside the authenticator app; when a session was last proven; what an organisation asks for.

CREATE TABLE "Passkey" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "userId" UUID NOT NULL REFERENCES "User" ("id") ON DELETE CASCADE,
  "name" TEXT NOT NULL CHECK (length("name") BETWEEN 1 AND 60),
  "publicKey" BYTEA NOT NULL,
  "counter" BIGINT NOT NULL DEFAULT 0,
  "transports" TEXT[] NOT NULL,
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "usedAt" TIMESTAMPTZ(3)
);
CREATE INDEX "Passkey_userId_idx" ON "Passkey" ("userId");

CREATE TABLE "PasskeyChallenge" (
  "challengeHash" TEXT NOT NULL PRIMARY KEY,
  "userId" UUID REFERENCES "User" ("id") ON DELETE CASCADE,
  "scope" TEXT NOT NULL,
  "expiresAt" TIMESTAMPTZ(3) NOT NULL
);
CREATE INDEX "PasskeyChallenge_expiresAt_idx" ON "PasskeyChallenge" ("expiresAt");

CREATE TABLE "CodeFactor" (
  "userId" UUID NOT NULL REFERENCES "User" ("id") ON DELETE CASCADE,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('email', 'sms')),
  "addressBox" TEXT CHECK (("kind" = 'sms') = ("addressBox" IS NOT NULL)),
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY ("userId", "kind")
);

CREATE TABLE "SentCode" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid() PRIMARY KEY,
  "userId" UUID NOT NULL REFERENCES "User" ("id") ON DELETE CASCADE,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('email', 'sms')),
  "scope" TEXT NOT NULL,
  "addressBox" TEXT,
  "codeHash" TEXT NOT NULL,
  "tries" INTEGER NOT NULL DEFAULT 0,
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "expiresAt" TIMESTAMPTZ(3) NOT NULL,
  "usedAt" TIMESTAMPTZ(3)
);
CREATE INDEX "SentCode_userId_kind_createdAt_idx" ON "SentCode" ("userId", "kind", "createdAt");

CREATE TABLE "CodeTally" (
  "scope" TEXT NOT NULL,
  "since" TIMESTAMPTZ(3) NOT NULL,
  "count" INTEGER NOT NULL,
  PRIMARY KEY ("scope", "since")
);

-- Sessions from before this were proven at some time that nobody wrote down.
ALTER TABLE "Session" ADD "provenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT 'epoch',
  ADD "provenBy" TEXT NOT NULL DEFAULT 'password'
    CHECK ("provenBy" IN ('passkey', 'totp', 'email', 'sms', 'backup', 'password'));
ALTER TABLE "Session" ALTER "provenAt" SET DEFAULT CURRENT_TIMESTAMP;

ALTER TABLE "Organisation" ADD "factorSince" TIMESTAMPTZ(3),
  ADD "factorKinds" TEXT[] NOT NULL DEFAULT ARRAY['passkey', 'totp', 'email', 'sms']
    CHECK (cardinality("factorKinds") > 0 AND "factorKinds" <@ ARRAY['passkey', 'totp', 'email', 'sms']),
  ADD "factorGraceDays" INTEGER NOT NULL DEFAULT 7 CHECK ("factorGraceDays" BETWEEN 0 AND 90);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['Passkey', 'PasskeyChallenge', 'CodeFactor', 'SentCode', 'CodeTally']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY identity ON %I TO standby_auth USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO standby_auth', name);
  END LOOP;
END $$;

-- What an organisation asks for is looked at with every request's session.
GRANT SELECT ("factorSince", "factorKinds", "factorGraceDays") ON "Organisation" TO standby_auth;
GRANT SELECT ("createdAt") ON "Member" TO standby_auth;
