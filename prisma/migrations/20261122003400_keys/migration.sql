-- Keys of members and of organisations. Nothing ever wrote one before: the new column needs no value for old rows.
ALTER TABLE "ApiKey"
  ALTER COLUMN "memberId" DROP NOT NULL,
  ADD COLUMN "createdBy" UUID NOT NULL,
  ADD COLUMN "replacedBy" UUID,
  ADD COLUMN "usedFromBox" TEXT,
  ADD FOREIGN KEY ("orgId", "createdBy") REFERENCES "Member" ("orgId", "id"),
  ADD FOREIGN KEY ("orgId", "replacedBy") REFERENCES "ApiKey" ("orgId", "id");
CREATE INDEX "ApiKey_orgId_memberId_idx" ON "ApiKey" ("orgId", "memberId");

-- A key is found by its keyed hash before there is a tenant, as an invitation is. It reads these columns, no more.
CREATE POLICY sign_in ON "ApiKey" FOR SELECT TO standby_auth USING (true);
GRANT SELECT ("orgId", "id", "memberId", "createdBy", "name", "keyHash", "grants", "usedAt", "expiresAt", "revokedAt")
  ON "ApiKey" TO standby_auth;
GRANT SELECT ("zone") ON "Organisation" TO standby_auth;

-- Whoever removes a member, and by whatever way: their keys end, and do not come back with them.
CREATE FUNCTION standby.end_keys() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE "ApiKey" SET "revokedAt" = NEW."removedAt"
    WHERE "orgId" = NEW."orgId" AND "memberId" = NEW."id" AND "revokedAt" IS NULL;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION standby.end_keys() FROM PUBLIC;
CREATE TRIGGER ends_keys AFTER UPDATE OF "removedAt" ON "Member" FOR EACH ROW
  WHEN (OLD."removedAt" IS NULL AND NEW."removedAt" IS NOT NULL) EXECUTE FUNCTION standby.end_keys();

-- Nobody grants what they lack: who owns everything gets the new permission too.
ALTER TABLE "Grant" NO FORCE ROW LEVEL SECURITY;
INSERT INTO "Grant" ("orgId", "memberId", "permission", "preset")
  SELECT "orgId", "memberId", 'key.manage', 'Owner' FROM "Grant"
    WHERE "permission" = 'organisation.own' AND "teamId" IS NULL;
ALTER TABLE "Grant" FORCE ROW LEVEL SECURITY;
