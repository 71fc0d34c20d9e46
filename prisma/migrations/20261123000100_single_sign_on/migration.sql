-- Sign-in by providers: the operator's (Google, Microsoft) and each organisation's own.

CREATE TABLE "SsoConnection" (
  "orgId" UUID NOT NULL DEFAULT standby.current_org() REFERENCES "Organisation" ("orgId"),
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "kind" TEXT NOT NULL CHECK ("kind" IN ('oidc', 'saml')),
  "name" TEXT NOT NULL CHECK (length("name") BETWEEN 1 AND 60),
  -- OIDC: the issuer. SAML: the entity id. Empty until it is set up; what identities are worth hangs on it, so that it
  -- never changes from then on.
  "issuer" TEXT NOT NULL DEFAULT '',
  "clientId" TEXT NOT NULL DEFAULT '',
  "secretBox" TEXT NOT NULL DEFAULT '',
  "entryPoint" TEXT NOT NULL DEFAULT '',
  "certificates" TEXT[] NOT NULL DEFAULT '{}' CHECK (cardinality("certificates") <= 2),
  "createdBy" UUID NOT NULL,
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  PRIMARY KEY ("orgId", "id"),
  FOREIGN KEY ("orgId", "createdBy") REFERENCES "Member" ("orgId", "id"),
  CHECK ("issuer" = '' OR "kind" <> 'oidc' OR ("clientId" <> '' AND "secretBox" <> '')),
  CHECK ("issuer" = '' OR "kind" <> 'saml' OR ("entryPoint" <> '' AND cardinality("certificates") > 0))
);
CREATE FUNCTION standby.keep_issuer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a connection keeps its issuer' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER keeps_issuer BEFORE UPDATE ON "SsoConnection" FOR EACH ROW
  WHEN ((OLD."issuer" <> '' AND OLD."issuer" <> NEW."issuer") OR OLD."kind" <> NEW."kind") EXECUTE FUNCTION standby.keep_issuer();

CREATE TABLE "SsoDomain" (
  "orgId" UUID NOT NULL DEFAULT standby.current_org() REFERENCES "Organisation" ("orgId"),
  "domain" TEXT NOT NULL CHECK ("domain" = lower("domain") AND length("domain") <= 253),
  -- What the organisation writes into the domain's DNS.
  "token" TEXT NOT NULL,
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "verifiedAt" TIMESTAMPTZ(3),
  PRIMARY KEY ("orgId", "domain")
);
-- A domain that was shown to be one organisation's is no other's.
CREATE UNIQUE INDEX "SsoDomain_verified_key" ON "SsoDomain" ("domain") WHERE "verifiedAt" IS NOT NULL;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['SsoConnection', 'SsoDomain']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant ON %I USING ("orgId" = (SELECT standby.current_org())) '
      'WITH CHECK ("orgId" = (SELECT standby.current_org()))', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO standby_app', name);
    EXECUTE format('CREATE TRIGGER keeps_organisation BEFORE UPDATE OF "orgId" ON %I FOR EACH ROW '
      'WHEN (OLD."orgId" IS DISTINCT FROM NEW."orgId") EXECUTE FUNCTION standby.keep_organisation()', name);
    -- Found before there is a tenant, as an invitation is.
    EXECUTE format('CREATE POLICY sign_in ON %I FOR SELECT TO standby_auth USING (true)', name);
  END LOOP;
END $$;
GRANT SELECT ("orgId", "id", "kind", "name", "issuer", "clientId", "secretBox", "entryPoint", "certificates")
  ON "SsoConnection" TO standby_auth;
GRANT SELECT ("orgId", "domain", "verifiedAt") ON "SsoDomain" TO standby_auth;

-- Who somebody is at a provider. `provider`: google, microsoft, or a connection's id. The subject is a keyed hash.
CREATE TABLE "Identity" (
  "provider" TEXT NOT NULL,
  "subjectHash" TEXT NOT NULL,
  "userId" UUID NOT NULL REFERENCES "User" ("id") ON DELETE CASCADE,
  -- What the provider calls them, for the page on which it is unlinked.
  "labelBox" TEXT NOT NULL,
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "usedAt" TIMESTAMPTZ(3),
  PRIMARY KEY ("provider", "subjectHash")
);
CREATE INDEX "Identity_userId_idx" ON "Identity" ("userId");

-- What a SAML provider said, once: the assertion's id counts no second time, and the browser fetches it with the ticket.
CREATE TABLE "SamlAssertion" (
  "idHash" TEXT NOT NULL PRIMARY KEY,
  "ticketHash" TEXT NOT NULL UNIQUE,
  "box" TEXT NOT NULL,
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "expiresAt" TIMESTAMPTZ(3) NOT NULL,
  "usedAt" TIMESTAMPTZ(3)
);
CREATE INDEX "SamlAssertion_expiresAt_idx" ON "SamlAssertion" ("expiresAt");

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['Identity', 'SamlAssertion']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY identity ON %I TO standby_auth USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO standby_auth', name);
  END LOOP;
END $$;

-- How a session was made, and where the requirement was passed by.
ALTER TABLE "Session"
  ADD "own" BOOLEAN NOT NULL DEFAULT true,
  ADD "connections" UUID[] NOT NULL DEFAULT '{}',
  ADD "bypassed" UUID[] NOT NULL DEFAULT '{}',
  DROP CONSTRAINT "Session_provenBy_check",
  ADD CONSTRAINT "Session_provenBy_check"
    CHECK ("provenBy" IN ('passkey', 'totp', 'email', 'sms', 'backup', 'password', 'sso'));

ALTER TABLE "Organisation" ADD "ssoRequired" BOOLEAN NOT NULL DEFAULT false;
GRANT SELECT ("ssoRequired") ON "Organisation" TO standby_auth;
