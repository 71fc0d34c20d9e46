-- Keys, tokens and support access that ended are removed when their organisation keeps them no longer.

-- A former key may be there still when the one that it was recycled into is gone.
ALTER TABLE "ApiKey" DROP CONSTRAINT "ApiKey_orgId_replacedBy_fkey",
  ADD FOREIGN KEY ("orgId", "replacedBy") REFERENCES "ApiKey" ("orgId", "id") ON DELETE SET NULL ("replacedBy");
ALTER TABLE "ScimToken" DROP CONSTRAINT "ScimToken_orgId_replacedBy_fkey",
  ADD FOREIGN KEY ("orgId", "replacedBy") REFERENCES "ScimToken" ("orgId", "id") ON DELETE SET NULL ("replacedBy");

-- Nobody deletes what support was granted. When an organisation's job says that it has forgotten what is old, those that
-- ended before go, too: no sooner than a month after their end, whatever the organisation keeps.
ALTER TABLE "Organisation" ADD COLUMN "forgottenAt" timestamptz(3);
CREATE FUNCTION standby.forget_support() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  DELETE FROM "SupportAccess" WHERE "orgId" = NEW."orgId"
    AND "expiresAt" < least(NEW."forgottenAt", clock_timestamp()) - make_interval(days => greatest(NEW."logDays", 30));
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION standby.forget_support() FROM PUBLIC;
CREATE TRIGGER forgets_support AFTER UPDATE OF "forgottenAt" ON "Organisation"
  FOR EACH ROW EXECUTE FUNCTION standby.forget_support();

-- Signing in removes no session and no link for a new password. A nightly job does, once they have been over for a month,
-- and so it cannot reach those that hold.
GRANT DELETE ON "Session", "PasswordReset" TO standby_auth;
CREATE POLICY ended ON "Session" AS RESTRICTIVE FOR DELETE TO standby_auth
  USING (least("expiresAt", "revokedAt") < clock_timestamp() - interval '30 days');
CREATE POLICY ended ON "PasswordReset" AS RESTRICTIVE FOR DELETE TO standby_auth
  USING (least("expiresAt", "usedAt") < clock_timestamp() - interval '30 days');
