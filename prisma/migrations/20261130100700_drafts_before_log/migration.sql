-- As before, but with all its drafts locked first: each change of a draft takes the lock of the organisation's log, and who
-- publishes another one of these drafts at that moment has that one and waits for the log.
CREATE OR REPLACE FUNCTION standby.blank_words() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE "Review" SET "words" = '' WHERE "orgId" = NEW."orgId" AND "memberId" = NEW."id" AND "words" <> '';
  UPDATE "SupportAccess" SET "reason" = '' WHERE "orgId" = NEW."orgId" AND "grantedBy" = NEW."id";
  UPDATE "Alert" SET "note" = '' WHERE "orgId" = NEW."orgId" AND "seenBy" = NEW."id";
  PERFORM FROM "Draft" d WHERE "orgId" = NEW."orgId" AND ("authorId" = NEW."id" AND "words" <> ''
    OR "waivers" <> '[]' AND EXISTS (SELECT FROM "Review" r
      WHERE r."orgId" = d."orgId" AND r."draftId" = d."id" AND r."memberId" = NEW."id" AND r."decision" = 'approve'))
    FOR UPDATE;
  UPDATE "Draft" SET "words" = '' WHERE "orgId" = NEW."orgId" AND "authorId" = NEW."id" AND "words" <> '';
  UPDATE "Draft" d SET "waivers" = (
      SELECT jsonb_agg(CASE WHEN w ->> 'by' = NEW."id"::text OR w ->> 'by' IS NULL THEN w || '{"words": ""}' ELSE w END
        ORDER BY place) FROM jsonb_array_elements(d."waivers") WITH ORDINALITY AS t (w, place))
    WHERE "orgId" = NEW."orgId" AND "waivers" <> '[]' AND EXISTS (SELECT FROM "Review" r
      WHERE r."orgId" = d."orgId" AND r."draftId" = d."id" AND r."memberId" = NEW."id" AND r."decision" = 'approve');
  RETURN NULL;
END $$;
