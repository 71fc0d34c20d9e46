-- Who is provisioned, or let in again, may be given administrative permissions: the rules look at that, too.
DROP TRIGGER ask_watch ON "ChangeLogEntry";
CREATE TRIGGER ask_watch AFTER INSERT ON "ChangeLogEntry" FOR EACH ROW
  WHEN (NEW."action" LIKE 'member.%' OR NEW."action" LIKE '%.exported'
    OR NEW."action" IN ('scim.user-added', 'scim.reactivated'))
  EXECUTE FUNCTION standby.ask_watch();
