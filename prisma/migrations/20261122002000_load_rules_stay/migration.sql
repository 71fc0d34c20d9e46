-- A row of LoadRules keeps its organisation, as those of its neighbours do.
CREATE OR REPLACE TRIGGER keeps_organisation BEFORE UPDATE OF "orgId" ON "LoadRules" FOR EACH ROW
  WHEN (OLD."orgId" IS DISTINCT FROM NEW."orgId") EXECUTE FUNCTION standby.keep_organisation();
