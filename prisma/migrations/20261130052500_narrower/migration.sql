-- What the roles could do and need not, continued.

-- Support reads when people are away, not why; and of the organisation its name and zone, not from where it lets people
-- in or what it asks of their sign-ins.
REVOKE SELECT ON "TimeOff", "Organisation" FROM standby_support;
GRANT SELECT ("orgId", "id", "personId", "startsAt", "endsAt", "createdAt") ON "TimeOff" TO standby_support;
GRANT SELECT ("orgId", "slug", "name", "zone", "createdAt") ON "Organisation" TO standby_support;

-- Large objects know no row-level security: what one organisation's transaction put into one, another's could read.
-- Only who owns PostgreSQL's own functions can take them from everybody; for others this is a warning, and
-- lib/db/walls.ts says at the start what is left open.
DO $$
DECLARE name regprocedure;
BEGIN
  FOR name IN SELECT oid FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
    AND (proname LIKE 'lo\_%' OR proname IN ('loread', 'lowrite'))
  LOOP
    BEGIN
      EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', name);
    EXCEPTION WHEN insufficient_privilege THEN NULL;
    END;
  END LOOP;
END $$;
