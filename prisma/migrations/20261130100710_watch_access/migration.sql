-- Keys, provider's tokens and grants to support are looked at, too, beside what wakes the rules already.
CREATE TRIGGER ask_watch_access AFTER INSERT ON "ChangeLogEntry" FOR EACH ROW
  WHEN (NEW."action" IN ('key.created', 'scim.token-created', 'support.granted'))
  EXECUTE FUNCTION standby.ask_watch();
