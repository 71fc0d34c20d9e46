-- Who changes a draft takes the lock of the organisation's log, after the draft's own and until the transaction ends. What
-- is judged behind that has seen every act that the log has before this one, and what it has not seen comes after it:
-- a permission taken, a person put away, a policy made stricter while a draft is approved or published stands in the log
-- on the side of it on which it was decided.
CREATE FUNCTION standby.take_turn() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM "ChangeLogHead" WHERE "orgId" = NEW."orgId" FOR UPDATE;
  RETURN NULL;
END $$;
CREATE TRIGGER in_turn AFTER UPDATE ON "Draft" FOR EACH ROW EXECUTE FUNCTION standby.take_turn();
REVOKE ALL ON FUNCTION standby.take_turn() FROM PUBLIC;
