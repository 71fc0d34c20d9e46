-- Security alerts: rules look at the entries of the change log that are about getting in and taking out, and raise one
-- alert for each rule, subject and window of time.
CREATE TABLE "Alert" (
    "orgId" UUID NOT NULL DEFAULT standby.current_org(),
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "rule" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "windowAt" TIMESTAMPTZ(3) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "facts" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "mailedAt" TIMESTAMPTZ(3),
    "seenBy" UUID,
    "seenAt" TIMESTAMPTZ(3),
    "note" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "Alert_pkey" PRIMARY KEY ("orgId", "id"),
    FOREIGN KEY ("orgId") REFERENCES "Organisation" ("orgId"),
    FOREIGN KEY ("orgId", "seenBy") REFERENCES "Member" ("orgId", "id"),
    CHECK (("seenAt" IS NULL) = ("seenBy" IS NULL))
);
-- Whatever else goes wrong, two servers do not raise the same alert.
CREATE UNIQUE INDEX "Alert_orgId_rule_subject_windowAt_key" ON "Alert" ("orgId", "rule", "subject", "windowAt");
CREATE INDEX "Alert_orgId_createdAt_idx" ON "Alert" ("orgId", "createdAt");

-- Up to which entry an organisation's log was looked at. Whoever moves it on looks at what lies between.
CREATE TABLE "AlertWatch" (
    "orgId" UUID NOT NULL DEFAULT standby.current_org(),
    "through" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "AlertWatch_pkey" PRIMARY KEY ("orgId"),
    FOREIGN KEY ("orgId") REFERENCES "Organisation" ("orgId")
);

-- From which networks a key was used: a keyed hash each.
CREATE TABLE "KeyNetwork" (
    "orgId" UUID NOT NULL DEFAULT standby.current_org(),
    "keyId" UUID NOT NULL,
    "network" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "KeyNetwork_pkey" PRIMARY KEY ("orgId", "keyId", "network"),
    FOREIGN KEY ("orgId", "keyId") REFERENCES "ApiKey" ("orgId", "id") ON DELETE CASCADE
);

-- What happened before today is history: nobody is alarmed about it.
ALTER TABLE "ChangeLogHead" NO FORCE ROW LEVEL SECURITY;
INSERT INTO "AlertWatch" ("orgId", "through") SELECT "orgId", "number" FROM "ChangeLogHead";
ALTER TABLE "ChangeLogHead" FORCE ROW LEVEL SECURITY;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['Alert', 'AlertWatch', 'KeyNetwork']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant ON %I USING ("orgId" = (SELECT standby.current_org())) '
      'WITH CHECK ("orgId" = (SELECT standby.current_org()))', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO standby_app', name);
    EXECUTE format('CREATE TRIGGER keeps_organisation BEFORE UPDATE OF "orgId" ON %I FOR EACH ROW '
      'WHEN (OLD."orgId" IS DISTINCT FROM NEW."orgId") EXECUTE FUNCTION standby.keep_organisation()', name);
  END LOOP;
END $$;

-- A key is looked up before there is a tenant, and so is whether it came from this network before.
CREATE POLICY sign_in ON "KeyNetwork" FOR SELECT TO standby_auth USING (true);
GRANT SELECT ("orgId", "keyId", "network") ON "KeyNetwork" TO standby_auth;

-- Entries of the last day are read by what they are and when.
CREATE INDEX "ChangeLogEntry_orgId_action_at_idx" ON "ChangeLogEntry" ("orgId", "action", "at");

-- Some seconds after such an entry its organisation's log is looked at. Entries until then share the one job.
CREATE FUNCTION standby.ask_watch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM graphile_worker.add_job('alert-watch', json_build_object('orgId', NEW."orgId"),
    run_at => now() + interval '3 seconds', job_key => 'alert-watch:' || NEW."orgId",
    job_key_mode => 'preserve_run_at');
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION standby.ask_watch() FROM PUBLIC;
CREATE TRIGGER ask_watch AFTER INSERT ON "ChangeLogEntry" FOR EACH ROW
  WHEN (NEW."action" LIKE 'member.%' OR NEW."action" LIKE '%.exported')
  EXECUTE FUNCTION standby.ask_watch();
