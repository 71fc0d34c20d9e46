-- Who is erased takes with them what they wrote in words of their own: of reviews, waivers, drafts, alerts and grants to
-- support. Reviews are append-only, and stay so but for this: the words of who is erased become empty.
CREATE FUNCTION standby.is_erased(org uuid, member uuid) RETURNS boolean LANGUAGE sql STABLE
  SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM "Member" WHERE "orgId" = org AND "id" = member AND "erasedAt" IS NOT NULL)
$$;
REVOKE ALL ON FUNCTION standby.is_erased(uuid, uuid) FROM PUBLIC;

CREATE FUNCTION standby.keep_review() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  OLD."words" := '';
  IF NEW IS NOT DISTINCT FROM OLD AND standby.is_erased(OLD."orgId", OLD."memberId") THEN RETURN NEW; END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
DROP TRIGGER append_only ON "Review";
CREATE TRIGGER append_only BEFORE DELETE ON "Review" FOR EACH ROW EXECUTE FUNCTION standby.refuse();
CREATE TRIGGER only_blanked BEFORE UPDATE ON "Review" FOR EACH ROW EXECUTE FUNCTION standby.keep_review();

-- As before, and the reason may be emptied when who granted it is erased.
CREATE OR REPLACE FUNCTION standby.keep_support() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW."id", NEW."grantedBy", NEW."whole", NEW."teams", NEW."hours", NEW."createdAt", NEW."expiresAt")
      IS DISTINCT FROM
      (OLD."id", OLD."grantedBy", OLD."whole", OLD."teams", OLD."hours", OLD."createdAt", OLD."expiresAt")
    OR NEW."reason" IS DISTINCT FROM OLD."reason" AND NOT (NEW."reason" = ''
      AND EXISTS (SELECT FROM "Member" WHERE "orgId" = OLD."orgId" AND "id" = OLD."grantedBy" AND "erasedAt" IS NOT NULL))
    OR OLD."firstLookAt" IS DISTINCT FROM NEW."firstLookAt" AND OLD."firstLookAt" IS NOT NULL
    OR OLD."endedAt" IS DISTINCT FROM NEW."endedAt" AND OLD."endedAt" IS NOT NULL THEN
    RAISE EXCEPTION 'what support was granted is not changed, only ended' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW."firstLookAt" IS DISTINCT FROM OLD."firstLookAt" THEN NEW."firstLookAt" := clock_timestamp(); END IF;
  IF NEW."endedAt" IS DISTINCT FROM OLD."endedAt" THEN NEW."endedAt" := clock_timestamp(); END IF;
  RETURN NEW;
END $$;

-- Of a waiver from before it said whose it is, whoever approved that draft may have written it.
CREATE FUNCTION standby.blank_words() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE "Review" SET "words" = '' WHERE "orgId" = NEW."orgId" AND "memberId" = NEW."id" AND "words" <> '';
  UPDATE "SupportAccess" SET "reason" = '' WHERE "orgId" = NEW."orgId" AND "grantedBy" = NEW."id";
  UPDATE "Alert" SET "note" = '' WHERE "orgId" = NEW."orgId" AND "seenBy" = NEW."id";
  UPDATE "Draft" SET "words" = '' WHERE "orgId" = NEW."orgId" AND "authorId" = NEW."id" AND "words" <> '';
  UPDATE "Draft" d SET "waivers" = (
      SELECT jsonb_agg(CASE WHEN w ->> 'by' = NEW."id"::text OR w ->> 'by' IS NULL THEN w || '{"words": ""}' ELSE w END
        ORDER BY place) FROM jsonb_array_elements(d."waivers") WITH ORDINALITY AS t (w, place))
    WHERE "orgId" = NEW."orgId" AND "waivers" <> '[]' AND EXISTS (SELECT FROM "Review" r
      WHERE r."orgId" = d."orgId" AND r."draftId" = d."id" AND r."memberId" = NEW."id" AND r."decision" = 'approve');
  RETURN NULL;
END $$;
CREATE TRIGGER blank_words AFTER UPDATE OF "erasedAt" ON "Member" FOR EACH ROW
  WHEN (NEW."erasedAt" IS NOT NULL) EXECUTE FUNCTION standby.blank_words();
REVOKE ALL ON FUNCTION standby.keep_review(), standby.blank_words() FROM PUBLIC;

-- Who was erased before this.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['Member', 'Review', 'SupportAccess', 'Alert', 'Draft', 'ChangeLogHead']
  LOOP
    EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY', name);
  END LOOP;
  UPDATE "Member" SET "erasedAt" = "erasedAt" WHERE "erasedAt" IS NOT NULL;
  FOREACH name IN ARRAY ARRAY['Member', 'Review', 'SupportAccess', 'Alert', 'Draft', 'ChangeLogHead']
  LOOP
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
  END LOOP;
END $$;
