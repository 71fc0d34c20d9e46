-- What the roles could do and need not.

-- A trigger runs with the powers of whoever fires it, and the owner writes into the queue (standby.enqueue): with a
-- trigger of its own there, standby_jobs would have been the owner.
REVOKE TRIGGER, REFERENCES, TRUNCATE ON ALL TABLES IN SCHEMA graphile_worker FROM standby_jobs;
DO $$
BEGIN
  EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END $$;

-- Users are disabled, sessions revoked, links used up: signing in removes none of them.
REVOKE DELETE ON "User", "Session", "PasswordReset" FROM standby_auth;
