-- Whoever makes somebody's key takes the lock of the organisation's log before it: the first entries of one holder, written
-- by two at once, would wait for each other else. The one has made the key and waits for the log, the other, who changed
-- a draft, has the log and waits for the key.
CREATE FUNCTION standby.lock_log() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM "ChangeLogHead" WHERE "orgId" = NEW."orgId" FOR UPDATE;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION standby.lock_log() FROM PUBLIC;
CREATE TRIGGER in_turn BEFORE INSERT ON "PersonKey" FOR EACH ROW EXECUTE FUNCTION standby.lock_log();
