-- The change log proves itself: entries that say from where, signed heads that leave the machine, and one way only
-- to remove old entries.

-- ---- entries of the second form ----------------------------------------------------------------------------
-- `version` says how an entry is hashed; those that are here keep the form they have.
ALTER TABLE "ChangeLogEntry"
  ADD COLUMN "version" SMALLINT NOT NULL DEFAULT 1,
  ADD COLUMN "onBehalfOf" UUID,
  ADD COLUMN "origin" TEXT NOT NULL DEFAULT '';
ALTER TABLE "ChangeLogEntry" ALTER COLUMN "version" SET DEFAULT 2;

ALTER TABLE "ChangeLogHead"
  ADD COLUMN "sealed" BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN "sealedHash" TEXT NOT NULL DEFAULT '';

-- How long entries are kept.
ALTER TABLE "Organisation" ADD COLUMN "logDays" INTEGER NOT NULL DEFAULT 365 CHECK ("logDays" BETWEEN 30 AND 3650);

-- ---- tables ------------------------------------------------------------------------------------------------
CREATE TABLE "SignedHead" (
    "orgId" UUID NOT NULL DEFAULT standby.current_org(),
    "number" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,
    "root" TEXT NOT NULL,
    "frontier" TEXT[],
    "keyId" TEXT NOT NULL,
    "jws" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "SignedHead_pkey" PRIMARY KEY ("orgId", "number"),
    FOREIGN KEY ("orgId") REFERENCES "Organisation" ("orgId")
);

CREATE TABLE "PersonKey" (
    "orgId" UUID NOT NULL DEFAULT standby.current_org(),
    "holderId" UUID NOT NULL,
    "keyBox" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "destroyedAt" TIMESTAMPTZ(3),

    CONSTRAINT "PersonKey_pkey" PRIMARY KEY ("orgId", "holderId"),
    FOREIGN KEY ("orgId") REFERENCES "Organisation" ("orgId"),
    CHECK (("keyBox" IS NULL) = ("destroyedAt" IS NOT NULL))
);

CREATE TABLE "LogTally" (
    "orgId" UUID NOT NULL DEFAULT standby.current_org(),
    "memberId" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "door" TEXT NOT NULL,
    "minute" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "LogTally_pkey" PRIMARY KEY ("orgId", "memberId", "action", "door", "minute"),
    FOREIGN KEY ("orgId", "memberId") REFERENCES "Member" ("orgId", "id")
);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['SignedHead', 'PersonKey', 'LogTally']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant ON %I USING ("orgId" = (SELECT standby.current_org())) '
      'WITH CHECK ("orgId" = (SELECT standby.current_org()))', name);
  END LOOP;
END $$;

GRANT SELECT, INSERT ON "SignedHead" TO standby_app;
GRANT SELECT, INSERT, UPDATE ON "PersonKey" TO standby_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "LogTally" TO standby_app;

-- ---- the hash ----------------------------------------------------------------------------------------------
-- A field of the hashed text: its length in bytes and itself, or a dash for none. With the length in front no text
-- can pass for two fields.
CREATE FUNCTION standby.log_field(value text) RETURNS text LANGUAGE sql IMMUTABLE
  AS $$ SELECT coalesce(octet_length(convert_to(value, 'UTF8')) || ' ' || value, '-') $$;

-- As before, in the second form. Whatever the writer says about version, number, time and hash is overwritten. The
-- number is taken only after the lock, and one that is there already is an error: an INSERT with ON CONFLICT DO
-- NOTHING would move the head and then leave its row out.
CREATE OR REPLACE FUNCTION standby.chain_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE head "ChangeLogHead";
BEGIN
  INSERT INTO "ChangeLogHead" ("orgId", "number", "hash") VALUES (NEW."orgId", 0, '')
    ON CONFLICT ("orgId") DO NOTHING;
  SELECT * INTO STRICT head FROM "ChangeLogHead" WHERE "orgId" = NEW."orgId" FOR UPDATE;
  NEW."version" := 2;
  NEW."number" := head."number" + 1;
  IF EXISTS (SELECT FROM "ChangeLogEntry" WHERE "orgId" = NEW."orgId" AND "number" >= NEW."number") THEN
    RAISE EXCEPTION 'the change log has entries behind its head';
  END IF;
  NEW."at" := date_trunc('milliseconds', clock_timestamp());
  NEW."previous" := head."hash";
  NEW."hash" := encode(sha256(convert_to(concat_ws(E'\n', 'standby-log-2',
    standby.log_field(NEW."previous"), standby.log_field(NEW."orgId"::text), standby.log_field(NEW."number"::text),
    standby.log_field((extract(epoch FROM NEW."at") * 1000)::bigint::text), standby.log_field(NEW."actorId"::text),
    standby.log_field(NEW."onBehalfOf"::text), standby.log_field(NEW."action"),
    standby.log_field(NEW."subjectKind"), standby.log_field(NEW."subjectId"),
    standby.log_field(NEW."scheduleId"::text), standby.log_field(NEW."requestId"),
    standby.log_field(NEW."origin"), standby.log_field(NEW."body")), 'UTF8')), 'hex');
  UPDATE "ChangeLogHead" SET "number" = NEW."number", "hash" = NEW."hash" WHERE "orgId" = NEW."orgId";
  RETURN NEW;
END $$;

-- ---- signed heads ------------------------------------------------------------------------------------------
-- A minute after an entry at the latest, and at once after a publication, the head is signed. Entries until then
-- share the one job.
CREATE FUNCTION standby.ask_head() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW."action" = 'schedule.published' THEN
    PERFORM graphile_worker.add_job('log-head', json_build_object('orgId', NEW."orgId"), run_at => now(),
      job_key => 'log-head:' || NEW."orgId");
  ELSE
    PERFORM graphile_worker.add_job('log-head', json_build_object('orgId', NEW."orgId"),
      run_at => now() + interval '1 minute', job_key => 'log-head:' || NEW."orgId",
      job_key_mode => 'preserve_run_at');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER ask_head AFTER INSERT ON "ChangeLogEntry"
  FOR EACH ROW EXECUTE FUNCTION standby.ask_head();

-- A head is of an entry that is there, from now on, and leaves the machine by a job of the same transaction.
CREATE FUNCTION standby.check_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM "ChangeLogEntry" WHERE "orgId" = NEW."orgId" AND "number" = NEW."number"
    AND "hash" = NEW."hash") THEN
    RAISE EXCEPTION 'a signed head must be of an entry';
  END IF;
  NEW."createdAt" := clock_timestamp();
  RETURN NEW;
END $$;
CREATE TRIGGER check_head BEFORE INSERT ON "SignedHead" FOR EACH ROW EXECUTE FUNCTION standby.check_head();

CREATE FUNCTION standby.send_head() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM graphile_worker.add_job('log-head-out', json_build_object('orgId', NEW."orgId", 'number', NEW."number"));
  RETURN NULL;
END $$;
CREATE TRIGGER send_head AFTER INSERT ON "SignedHead" FOR EACH ROW EXECUTE FUNCTION standby.send_head();

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "SignedHead"
  FOR EACH ROW EXECUTE FUNCTION standby.refuse();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON "SignedHead"
  FOR EACH STATEMENT EXECUTE FUNCTION standby.refuse();

-- ---- old entries -------------------------------------------------------------------------------------------
-- The entry `log.sealed` is the act: it removes all entries up to a signed head that is older than the organisation
-- keeps them, and nothing else removes any.
CREATE FUNCTION standby.seal_log() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  upto bigint := (NEW."body"::jsonb ->> 'through')::bigint;
  kept "SignedHead";
  days integer;
BEGIN
  SELECT * INTO STRICT kept FROM "SignedHead" WHERE "orgId" = NEW."orgId" AND "number" = upto;
  SELECT "logDays" INTO STRICT days FROM "Organisation" WHERE "orgId" = NEW."orgId";
  IF kept."hash" IS DISTINCT FROM NEW."body"::jsonb ->> 'hash'
    OR kept."createdAt" > clock_timestamp() - make_interval(days => days) THEN
    RAISE EXCEPTION 'the change log can only be sealed at an old signed head';
  END IF;
  UPDATE "ChangeLogHead" SET "sealed" = kept."number", "sealedHash" = kept."hash"
    WHERE "orgId" = NEW."orgId" AND "sealed" < kept."number";
  IF NOT FOUND THEN RAISE EXCEPTION 'the change log is sealed further already'; END IF;
  DELETE FROM "ChangeLogEntry" WHERE "orgId" = NEW."orgId" AND "number" <= kept."number";
  RETURN NULL;
END $$;
CREATE TRIGGER seal AFTER INSERT ON "ChangeLogEntry"
  FOR EACH ROW WHEN (NEW."action" = 'log.sealed') EXECUTE FUNCTION standby.seal_log();

CREATE FUNCTION standby.refuse_unsealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."number" <= (SELECT "sealed" FROM "ChangeLogHead" WHERE "orgId" = OLD."orgId") THEN RETURN OLD; END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
DROP TRIGGER append_only ON "ChangeLogEntry";
CREATE TRIGGER append_only BEFORE UPDATE ON "ChangeLogEntry"
  FOR EACH ROW EXECUTE FUNCTION standby.refuse();
CREATE TRIGGER only_sealed BEFORE DELETE ON "ChangeLogEntry"
  FOR EACH ROW EXECUTE FUNCTION standby.refuse_unsealed();

-- A key that was destroyed stays so: what it hid stays hidden.
CREATE FUNCTION standby.keep_destroyed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."destroyedAt" IS NULL THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'a destroyed key does not come back' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER keep_destroyed BEFORE UPDATE ON "PersonKey"
  FOR EACH ROW EXECUTE FUNCTION standby.keep_destroyed();

REVOKE ALL ON FUNCTION standby.ask_head(), standby.send_head(), standby.seal_log() FROM PUBLIC;

-- ---- what is here already ----------------------------------------------------------------------------------
-- Organisations that have a log get their first signed head soon, and are looked after daily from then on.
ALTER TABLE "ChangeLogHead" NO FORCE ROW LEVEL SECURITY;
SELECT graphile_worker.add_job('log-head', json_build_object('orgId', "orgId"), job_key => 'log-head:' || "orgId")
  FROM "ChangeLogHead";
ALTER TABLE "ChangeLogHead" FORCE ROW LEVEL SECURITY;
