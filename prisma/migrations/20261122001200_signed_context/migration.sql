-- The organisation of a transaction is signed by the application and checked here. Before, whoever could run SQL as
-- standby_app could name any organisation; now the name counts only with a signature over it, the moment until which
-- it may be used and the connection it was made for, and the key lies where standby_app does not read.

-- ---- the keys: a schema of a role that nobody signs in as ------------------------------------------------
CREATE SCHEMA standby_keys AUTHORIZATION standby_keeper;
REVOKE ALL ON SCHEMA standby_keys FROM PUBLIC;
-- HMAC (RFC 2104) over SHA-256 needs the key only as its two padded blocks.
CREATE TABLE standby_keys.context_key (
  id text PRIMARY KEY,
  inner_block bytea NOT NULL CHECK (length(inner_block) = 64),
  outer_block bytea NOT NULL CHECK (length(outer_block) = 64),
  valid_until timestamptz NOT NULL DEFAULT 'infinity'
);
ALTER TABLE standby_keys.context_key OWNER TO standby_keeper;
-- Who migrates puts the keys there.
GRANT USAGE ON SCHEMA standby_keys TO CURRENT_USER;
GRANT SELECT, INSERT, UPDATE, DELETE ON standby_keys.context_key TO CURRENT_USER;

-- ---- the check -------------------------------------------------------------------------------------------
-- `app.context` is `key.organisation.until.signature`, until in ms since the epoch. The signature is over the
-- setting's name, the organisation, until and the process that serves this connection: taken to another connection it
-- is worth nothing. Until is compared with the beginning of the transaction, so that a context never ends half-way
-- through. No context, no rows; a context that does not hold is an error, for an empty roster would be believed.
CREATE OR REPLACE FUNCTION standby.current_org() RETURNS uuid
  LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  context text := current_setting('app.context', true);
  part text[];
  key standby_keys.context_key;
BEGIN
  IF context IS NULL OR context = '' THEN RETURN NULL; END IF;
  part := string_to_array(context, '.');
  SELECT * INTO key FROM standby_keys.context_key k WHERE k.id = part[1] AND k.valid_until > now();
  -- IS NOT TRUE: without a key, or with a part missing, the comparison is null.
  IF (part[4] = encode(sha256(key.outer_block || sha256(key.inner_block || convert_to(
      concat_ws('|', 'app.context', part[2], part[3], pg_backend_pid()), 'UTF8'))), 'hex')) IS NOT TRUE THEN
    RAISE EXCEPTION 'the tenant context is not signed for this connection' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF (part[3]::bigint >= extract(epoch FROM now()) * 1000) IS NOT TRUE THEN
    RAISE EXCEPTION 'the tenant context has expired' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN part[2]::uuid;
END $$;
GRANT CREATE ON SCHEMA standby TO standby_keeper;
ALTER FUNCTION standby.current_org() OWNER TO standby_keeper;
REVOKE CREATE ON SCHEMA standby FROM standby_keeper;

-- ---- a row keeps its organisation ------------------------------------------------------------------------
-- Row-level security refuses the move to roles that it binds. This refuses it to everybody. The append-only tables
-- refuse every change already.
CREATE FUNCTION standby.keep_organisation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a row of % keeps its organisation', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['Organisation', 'Member', 'Grant', 'Invitation', 'Team', 'Person', 'TeamPerson',
    'ContactMethod', 'TimeOff', 'Schedule', 'Draft', 'Acknowledgement', 'Policy', 'ApiKey', 'Outbox']
  LOOP
    EXECUTE format('CREATE TRIGGER keeps_organisation BEFORE UPDATE OF "orgId" ON %I FOR EACH ROW '
      'WHEN (OLD."orgId" IS DISTINCT FROM NEW."orgId") EXECUTE FUNCTION standby.keep_organisation()', name);
  END LOOP;
END $$;

-- Trigger functions are PostgreSQL's to call.
REVOKE ALL ON FUNCTION standby.keep_organisation(), standby.refuse(), standby.refuse_outside(), standby.tell() FROM PUBLIC;
