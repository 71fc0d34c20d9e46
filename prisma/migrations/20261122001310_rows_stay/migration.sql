-- The tables of reports, plans and signed heads keep their rows' organisation too (see 20261122001200). A new table of a
-- tenant brings this trigger along, or refuses updates altogether; the catalogue's test asks for it.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['Wish', 'Plan', 'LoadRules', 'PersonKey', 'LogTally']
  LOOP
    EXECUTE format('CREATE TRIGGER keeps_organisation BEFORE UPDATE OF "orgId" ON %I FOR EACH ROW '
      'WHEN (OLD."orgId" IS DISTINCT FROM NEW."orgId") EXECUTE FUNCTION standby.keep_organisation()', name);
  END LOOP;
END $$;
