-- Keys, provider's tokens, grants to support and who a provider invites anew at another address are looked at, too.
DROP TRIGGER ask_watch ON "ChangeLogEntry";
CREATE TRIGGER ask_watch AFTER INSERT ON "ChangeLogEntry" FOR EACH ROW
  WHEN (NEW."action" LIKE 'member.%' OR NEW."action" LIKE '%.exported'
    OR NEW."action" IN ('scim.user-added', 'scim.user-changed', 'scim.reactivated', 'key.created', 'scim.token-created',
      'support.granted'))
  EXECUTE FUNCTION standby.ask_watch();
