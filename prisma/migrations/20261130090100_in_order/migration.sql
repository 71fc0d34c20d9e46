-- One clock says what holds when: the database's, read when the lock of the organisation's log is held. A draft is changed
-- when its turn has come, and a publication takes that time for the instant from which its revision holds: revisions are in
-- time as they are in the log, whatever the clocks of the machines say and however long one waited for another.
DROP TRIGGER in_turn ON "Draft";
CREATE OR REPLACE FUNCTION standby.take_turn() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM "ChangeLogHead" WHERE "orgId" = NEW."orgId" FOR UPDATE;
  NEW."changedAt" := date_trunc('milliseconds', clock_timestamp());
  RETURN NEW;
END $$;
CREATE TRIGGER in_turn BEFORE UPDATE ON "Draft" FOR EACH ROW EXECUTE FUNCTION standby.take_turn();

-- A revision follows the one before it, in number and in time.
CREATE FUNCTION standby.follow_last() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last "Revision";
BEGIN
  SELECT * INTO last FROM "Revision" WHERE "orgId" = NEW."orgId" AND "scheduleId" = NEW."scheduleId"
    ORDER BY "number" DESC LIMIT 1;
  IF NEW."number" <> coalesce(last."number", 0) + 1 OR NEW."holdsFrom" <= last."holdsFrom" THEN
    RAISE EXCEPTION 'a revision must follow the last one, in number and in time';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER follow_last BEFORE INSERT ON "Revision" FOR EACH ROW EXECUTE FUNCTION standby.follow_last();

ALTER TABLE "Revision" ALTER COLUMN "createdAt" SET DEFAULT clock_timestamp();
ALTER TABLE "Draft" ALTER COLUMN "createdAt" SET DEFAULT clock_timestamp(),
  ALTER COLUMN "changedAt" SET DEFAULT clock_timestamp();
