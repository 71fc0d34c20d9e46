-- Wall 2: row-level security on every table, forced (the owner too); roles that own nothing; a change log
-- that nobody rewrites.

-- ---- keys that Prisma cannot say -------------------------------------------------------------------------
DROP INDEX "Grant_orgId_memberId_permission_teamId_key";
CREATE UNIQUE INDEX "Grant_orgId_memberId_permission_teamId_key"
  ON "Grant" ("orgId", "memberId", "permission", "teamId") NULLS NOT DISTINCT;
DROP INDEX "Policy_orgId_scheduleId_key";
CREATE UNIQUE INDEX "Policy_orgId_scheduleId_key" ON "Policy" ("orgId", "scheduleId") NULLS NOT DISTINCT;

ALTER TABLE "Session" ADD FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE;
ALTER TABLE "PasswordReset" ADD FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE;
ALTER TABLE "BackupCode" ADD FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE;
ALTER TABLE "PendingSignIn" ADD FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE;
ALTER TABLE "Member" ADD FOREIGN KEY ("userId") REFERENCES "User" ("id");
ALTER TABLE "Member" ADD FOREIGN KEY ("orgId") REFERENCES "Organisation" ("orgId");
ALTER TABLE "Invitation" ADD FOREIGN KEY ("orgId", "invitedBy") REFERENCES "Member" ("orgId", "id");
ALTER TABLE "Invitation" ADD FOREIGN KEY ("orgId", "personId") REFERENCES "Person" ("orgId", "id");
ALTER TABLE "Team" ADD FOREIGN KEY ("orgId") REFERENCES "Organisation" ("orgId");
ALTER TABLE "Person" ADD FOREIGN KEY ("orgId") REFERENCES "Organisation" ("orgId");
ALTER TABLE "Acknowledgement" ADD FOREIGN KEY ("orgId", "personId") REFERENCES "Person" ("orgId", "id");
ALTER TABLE "Revision" ADD FOREIGN KEY ("orgId", "publishedBy") REFERENCES "Member" ("orgId", "id");
ALTER TABLE "ApiKey" ADD FOREIGN KEY ("orgId", "memberId") REFERENCES "Member" ("orgId", "id");
ALTER TABLE "ChangeLogEntry" ADD FOREIGN KEY ("orgId") REFERENCES "Organisation" ("orgId");
ALTER TABLE "ChangeLogHead" ADD FOREIGN KEY ("orgId") REFERENCES "Organisation" ("orgId");
ALTER TABLE "Outbox" ADD FOREIGN KEY ("orgId") REFERENCES "Organisation" ("orgId");
ALTER TABLE "Draft" ADD CHECK ("status" IN ('editing', 'submitted', 'published', 'rejected', 'withdrawn'));
ALTER TABLE "Review" ADD CHECK ("decision" IN ('approve', 'reject', 'request-changes'));
ALTER TABLE "Member" ADD CHECK (length("name") BETWEEN 1 AND 120);
ALTER TABLE "TimeOff" ADD CHECK ("endsAt" > "startsAt");

-- ---- row-level security ----------------------------------------------------------------------------------
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['Organisation', 'Member', 'Grant', 'Invitation', 'Team', 'Person', 'TeamPerson',
    'ContactMethod', 'TimeOff', 'Schedule', 'Revision', 'Draft', 'Review', 'Acknowledgement', 'Policy',
    'ChangeLogEntry', 'ChangeLogHead', 'ApiKey', 'Outbox']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant ON %I USING ("orgId" = (SELECT standby.current_org())) '
      'WITH CHECK ("orgId" = (SELECT standby.current_org()))', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['User', 'Session', 'PasswordReset', 'BackupCode', 'PendingSignIn']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY identity ON %I TO standby_auth USING (true) WITH CHECK (true)', name);
  END LOOP;
END $$;

-- Sign-in must find the organisations of a user before there is a tenant. It reads these columns, no more.
CREATE POLICY sign_in ON "Organisation" FOR SELECT TO standby_auth USING (true);
CREATE POLICY sign_in ON "Member" FOR SELECT TO standby_auth USING (true);
CREATE POLICY sign_in ON "Grant" FOR SELECT TO standby_auth USING (true);
CREATE POLICY sign_in ON "Invitation" FOR SELECT TO standby_auth USING (true);

-- ---- roles -----------------------------------------------------------------------------------------------
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public, standby TO standby_app, standby_auth, standby_jobs;

GRANT SELECT, INSERT, UPDATE, DELETE ON "Member", "Grant", "Invitation", "Team", "Person", "TeamPerson",
  "ContactMethod", "TimeOff", "Schedule", "Draft", "Acknowledgement", "Policy", "ApiKey", "Outbox" TO standby_app;
GRANT SELECT, INSERT, UPDATE ON "Organisation" TO standby_app;
GRANT SELECT, INSERT ON "Revision", "Review", "ChangeLogEntry" TO standby_app;
GRANT SELECT ON "ChangeLogHead" TO standby_app;

GRANT SELECT, INSERT, UPDATE, DELETE ON "User", "Session", "PasswordReset", "BackupCode", "PendingSignIn"
  TO standby_auth;
GRANT SELECT ("orgId", "slug", "name") ON "Organisation" TO standby_auth;
GRANT SELECT ("orgId", "id", "userId", "removedAt") ON "Member" TO standby_auth;
GRANT SELECT ("orgId", "memberId", "permission", "teamId") ON "Grant" TO standby_auth;
GRANT SELECT ("orgId", "id", "tokenHash", "name", "emailHash", "emailBox", "expiresAt", "acceptedAt", "revokedAt")
  ON "Invitation" TO standby_auth;

-- Jobs run as standby_jobs: the queue's own schema, and nothing of a tenant's (a job opens a tenant's
-- transaction as standby_app).
GRANT USAGE ON SCHEMA graphile_worker TO standby_jobs;
GRANT ALL ON ALL TABLES IN SCHEMA graphile_worker TO standby_jobs;
GRANT ALL ON ALL SEQUENCES IN SCHEMA graphile_worker TO standby_jobs;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA graphile_worker TO standby_jobs;
-- graphile-worker's tables have row-level security without policies; its role must see its own queue.
DO $$
DECLARE name text;
BEGIN
  FOR name IN SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'graphile_worker' AND c.relkind = 'r' AND c.relrowsecurity
  LOOP
    EXECUTE format('CREATE POLICY worker ON graphile_worker.%I TO standby_jobs USING (true) WITH CHECK (true)', name);
  END LOOP;
END $$;

-- ---- the change log --------------------------------------------------------------------------------------
-- Numbers and chains an entry under the lock of its organisation's head. What the writer says about number,
-- time and hash is overwritten: only the database knows them. The hashed text is one line per field, so that
-- a verifier needs no database:
--   previous, orgId, number, milliseconds, actor, action, subject kind, subject, schedule, request, body
CREATE FUNCTION standby.chain_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE head "ChangeLogHead";
BEGIN
  INSERT INTO "ChangeLogHead" ("orgId", "number", "hash") VALUES (NEW."orgId", 0, '')
    ON CONFLICT ("orgId") DO NOTHING;
  SELECT * INTO STRICT head FROM "ChangeLogHead" WHERE "orgId" = NEW."orgId" FOR UPDATE;
  NEW."number" := head."number" + 1;
  NEW."at" := date_trunc('milliseconds', clock_timestamp());
  NEW."previous" := head."hash";
  NEW."hash" := encode(sha256(convert_to(concat_ws(E'\n', NEW."previous", NEW."orgId", NEW."number",
    (extract(epoch FROM NEW."at") * 1000)::bigint, coalesce(NEW."actorId"::text, ''), NEW."action",
    NEW."subjectKind", NEW."subjectId", coalesce(NEW."scheduleId"::text, ''), NEW."requestId", NEW."body"),
    'UTF8')), 'hex');
  UPDATE "ChangeLogHead" SET "number" = NEW."number", "hash" = NEW."hash" WHERE "orgId" = NEW."orgId";
  RETURN NEW;
END $$;
CREATE TRIGGER chain BEFORE INSERT ON "ChangeLogEntry"
  FOR EACH ROW EXECUTE FUNCTION standby.chain_entry();

CREATE FUNCTION standby.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['ChangeLogEntry', 'Revision', 'Review']
  LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I '
      'FOR EACH ROW EXECUTE FUNCTION standby.refuse()', name);
    EXECUTE format('CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON %I '
      'FOR EACH STATEMENT EXECUTE FUNCTION standby.refuse()', name);
  END LOOP;
END $$;

-- The head of the log moves with its entries and in no other way: a head that was set back would let the end
-- of the log be cut off without a trace. The chain's own writes come from inside its trigger.
CREATE FUNCTION standby.refuse_outside() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF pg_trigger_depth() > 1 THEN RETURN NEW; END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER moves_with_entries BEFORE INSERT OR UPDATE ON "ChangeLogHead"
  FOR EACH ROW EXECUTE FUNCTION standby.refuse_outside();
CREATE TRIGGER append_only BEFORE DELETE ON "ChangeLogHead"
  FOR EACH ROW EXECUTE FUNCTION standby.refuse();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON "ChangeLogHead"
  FOR EACH STATEMENT EXECUTE FUNCTION standby.refuse();

-- ---- after commit ----------------------------------------------------------------------------------------
-- A row in the outbox is a job in the queue, in the same transaction.
CREATE FUNCTION standby.enqueue() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM graphile_worker.add_job('deliver', json_build_object('orgId', NEW."orgId", 'id', NEW."id"),
    max_attempts => 12);
  RETURN NULL;
END $$;
CREATE TRIGGER enqueue AFTER INSERT ON "Outbox" FOR EACH ROW EXECUTE FUNCTION standby.enqueue();

-- What was published reaches every instance when it commits.
CREATE FUNCTION standby.tell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('standby_published', json_build_object('orgId', NEW."orgId",
    'scheduleId', NEW."scheduleId", 'number', NEW."number")::text);
  RETURN NULL;
END $$;
CREATE TRIGGER tell AFTER INSERT ON "Revision" FOR EACH ROW EXECUTE FUNCTION standby.tell();
REVOKE ALL ON FUNCTION standby.chain_entry(), standby.enqueue() FROM PUBLIC;
