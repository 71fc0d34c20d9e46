-- Calendar feeds: private addresses of a member's shifts, or of a schedule that they see.
CREATE TABLE "Feed" (
    "orgId" UUID NOT NULL DEFAULT standby.current_org(),
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "memberId" UUID NOT NULL,
    "scheduleId" UUID,
    "prefix" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3),
    "usedAt" TIMESTAMPTZ(3),
    "usedFromBox" TEXT,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Feed_pkey" PRIMARY KEY ("orgId", "id"),
    FOREIGN KEY ("orgId", "memberId") REFERENCES "Member" ("orgId", "id"),
    FOREIGN KEY ("orgId", "scheduleId") REFERENCES "Schedule" ("orgId", "id")
);
CREATE UNIQUE INDEX "Feed_tokenHash_key" ON "Feed" ("tokenHash");
CREATE INDEX "Feed_orgId_memberId_idx" ON "Feed" ("orgId", "memberId");

ALTER TABLE "Feed" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "Feed" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "Feed" USING ("orgId" = (SELECT standby.current_org()))
  WITH CHECK ("orgId" = (SELECT standby.current_org()));
GRANT SELECT, INSERT, UPDATE, DELETE ON "Feed" TO standby_app;
CREATE TRIGGER keeps_organisation BEFORE UPDATE OF "orgId" ON "Feed" FOR EACH ROW
  WHEN (OLD."orgId" IS DISTINCT FROM NEW."orgId") EXECUTE FUNCTION standby.keep_organisation();

-- As a key is.
CREATE POLICY sign_in ON "Feed" FOR SELECT TO standby_auth USING (true);
GRANT SELECT ("orgId", "id", "memberId", "scheduleId", "tokenHash", "usedAt", "expiresAt", "revokedAt")
  ON "Feed" TO standby_auth;

CREATE OR REPLACE FUNCTION standby.end_keys() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE "ApiKey" SET "revokedAt" = NEW."removedAt"
    WHERE "orgId" = NEW."orgId" AND "memberId" = NEW."id" AND "revokedAt" IS NULL;
  UPDATE "Feed" SET "revokedAt" = NEW."removedAt"
    WHERE "orgId" = NEW."orgId" AND "memberId" = NEW."id" AND "revokedAt" IS NULL;
  RETURN NULL;
END $$;
