-- Whoever recycles a key or a provider's token learns a new one: that is looked at as making one is.
DROP TRIGGER ask_watch ON "ChangeLogEntry";
CREATE TRIGGER ask_watch AFTER INSERT ON "ChangeLogEntry" FOR EACH ROW
  WHEN (NEW."action" LIKE 'member.%' OR NEW."action" LIKE '%.exported'
    OR NEW."action" IN ('scim.user-added', 'scim.user-changed', 'scim.reactivated', 'key.created', 'key.recycled',
      'scim.token-created', 'scim.token-recycled', 'support.granted'))
  EXECUTE FUNCTION standby.ask_watch();
