-- An organisation has an owner at the end of every transaction: a member, not removed, who owns all of it. Asked at the
-- commit, so that an owner can be exchanged for another within one.

-- Raising the version takes the organisation's row. Of two transactions that each take the other's owner away, the
-- second waits for the first and then sees what that left; if it looks at an older snapshot, PostgreSQL ends it. A lock
-- without the update would let the second pass there.
CREATE FUNCTION standby.keep_owner() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE org uuid := coalesce(NEW."orgId", OLD."orgId");
BEGIN
  UPDATE "Organisation" SET "version" = "version" + 1 WHERE "orgId" = org;
  IF NOT EXISTS (SELECT FROM "Grant" g JOIN "Member" m ON m."orgId" = g."orgId" AND m."id" = g."memberId"
      WHERE g."orgId" = org AND g."permission" = 'organisation.own' AND g."teamId" IS NULL
        AND m."removedAt" IS NULL) THEN
    -- A code of ours: what arrives at the application of an error at the commit is code and text.
    RAISE EXCEPTION 'an organisation keeps an owner' USING ERRCODE = 'ST001', TABLE = 'Organisation';
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION standby.keep_owner() FROM PUBLIC;

CREATE CONSTRAINT TRIGGER keeps_owner AFTER INSERT ON "Organisation" DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION standby.keep_owner();
-- A member that is deleted takes their grants along.
CREATE CONSTRAINT TRIGGER keeps_owner AFTER UPDATE OR DELETE ON "Grant" DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD."permission" = 'organisation.own' AND OLD."teamId" IS NULL)
  EXECUTE FUNCTION standby.keep_owner();
CREATE CONSTRAINT TRIGGER keeps_owner AFTER UPDATE OF "removedAt" ON "Member" DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD."removedAt" IS NULL AND NEW."removedAt" IS NOT NULL)
  EXECUTE FUNCTION standby.keep_owner();
