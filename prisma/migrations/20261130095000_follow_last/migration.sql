-- A number that is there already is the key's to refuse, as everywhere.
CREATE OR REPLACE FUNCTION standby.follow_last() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last "Revision";
BEGIN
  SELECT * INTO last FROM "Revision" WHERE "orgId" = NEW."orgId" AND "scheduleId" = NEW."scheduleId"
    ORDER BY "number" DESC LIMIT 1;
  IF NEW."number" > coalesce(last."number", 0) + 1
    OR NEW."number" = last."number" + 1 AND NEW."holdsFrom" <= last."holdsFrom" THEN
    RAISE EXCEPTION 'a revision must follow the last one, in number and in time';
  END IF;
  RETURN NEW;
END $$;
