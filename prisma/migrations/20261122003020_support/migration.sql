-- Support looks into an organisation only while an owner lets it: read-only, at some teams or the whole roster, for some
-- hours by this clock. Its transactions run as standby_support, a role that nobody signs in as, with a context of its
-- own kind that names the access, and policies of its own that ask whether the access still holds.

CREATE TABLE "SupportAccess" (
    "orgId" UUID NOT NULL DEFAULT standby.current_org(),
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "grantedBy" UUID NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "whole" BOOLEAN NOT NULL,
    "teams" UUID[] NOT NULL DEFAULT '{}',
    "hours" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "expiresAt" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "firstLookAt" TIMESTAMPTZ(3),
    "endedBy" UUID,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "SupportAccess_pkey" PRIMARY KEY ("orgId", "id"),
    FOREIGN KEY ("orgId", "grantedBy") REFERENCES "Member" ("orgId", "id"),
    FOREIGN KEY ("orgId", "endedBy") REFERENCES "Member" ("orgId", "id"),
    CHECK ("hours" BETWEEN 1 AND 72),
    CHECK ("whole" = (cardinality("teams") = 0)),
    CHECK (("endedAt" IS NULL) = ("endedBy" IS NULL))
);

ALTER TABLE "SupportAccess" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "SupportAccess" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "SupportAccess" USING ("orgId" = (SELECT standby.current_org()))
  WITH CHECK ("orgId" = (SELECT standby.current_org()));
GRANT SELECT, INSERT, UPDATE ON "SupportAccess" TO standby_app;
-- Staff must find the organisations that let them look before there is a context. What is over is not there.
CREATE POLICY sign_in ON "SupportAccess" FOR SELECT TO standby_auth
  USING ("endedAt" IS NULL AND "expiresAt" > clock_timestamp());
GRANT SELECT ("orgId", "id", "grantedBy", "whole", "teams", "expiresAt", "endedAt") ON "SupportAccess" TO standby_auth;

-- ---- what an access is ------------------------------------------------------------------------------------
-- When it ends is this clock's to say, and what was granted stays as it was granted.
CREATE FUNCTION standby.begin_support() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."createdAt" := clock_timestamp();
  NEW."expiresAt" := NEW."createdAt" + make_interval(hours => NEW."hours");
  NEW."firstLookAt" := NULL;
  NEW."endedAt" := NULL;
  NEW."endedBy" := NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER begin_support BEFORE INSERT ON "SupportAccess"
  FOR EACH ROW EXECUTE FUNCTION standby.begin_support();

CREATE FUNCTION standby.keep_support() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW."id", NEW."grantedBy", NEW."reason", NEW."whole", NEW."teams", NEW."hours", NEW."createdAt", NEW."expiresAt")
      IS DISTINCT FROM
      (OLD."id", OLD."grantedBy", OLD."reason", OLD."whole", OLD."teams", OLD."hours", OLD."createdAt", OLD."expiresAt")
    OR OLD."firstLookAt" IS DISTINCT FROM NEW."firstLookAt" AND OLD."firstLookAt" IS NOT NULL
    OR OLD."endedAt" IS DISTINCT FROM NEW."endedAt" AND OLD."endedAt" IS NOT NULL THEN
    RAISE EXCEPTION 'what support was granted is not changed, only ended' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW."firstLookAt" IS DISTINCT FROM OLD."firstLookAt" THEN NEW."firstLookAt" := clock_timestamp(); END IF;
  IF NEW."endedAt" IS DISTINCT FROM OLD."endedAt" THEN NEW."endedAt" := clock_timestamp(); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_support BEFORE UPDATE ON "SupportAccess"
  FOR EACH ROW EXECUTE FUNCTION standby.keep_support();
CREATE TRIGGER keeps_organisation BEFORE UPDATE OF "orgId" ON "SupportAccess" FOR EACH ROW
  WHEN (OLD."orgId" IS DISTINCT FROM NEW."orgId") EXECUTE FUNCTION standby.keep_organisation();

-- The owners are told by mail that it was granted, and when it is used for the first time.
CREATE FUNCTION standby.tell_support() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM graphile_worker.add_job('support-told', json_build_object('orgId', NEW."orgId", 'id', NEW."id",
    'what', CASE WHEN TG_OP = 'INSERT' THEN 'granted' ELSE 'looked' END));
  RETURN NULL;
END $$;
CREATE TRIGGER tell_granted AFTER INSERT ON "SupportAccess"
  FOR EACH ROW EXECUTE FUNCTION standby.tell_support();
CREATE TRIGGER tell_looked AFTER UPDATE OF "firstLookAt" ON "SupportAccess"
  FOR EACH ROW WHEN (OLD."firstLookAt" IS NULL AND NEW."firstLookAt" IS NOT NULL)
  EXECUTE FUNCTION standby.tell_support();

-- ---- the check --------------------------------------------------------------------------------------------
-- `app.support` is `key.organisation.access.until.signature`, signed and compared as `app.context` is
-- (20261122001200); the setting's name is part of what is signed, so that neither passes for the other. An access that
-- is over is an error, for an empty roster would be believed.
CREATE POLICY keeper ON "SupportAccess" FOR SELECT TO standby_keeper USING (true);
GRANT USAGE ON SCHEMA public TO standby_keeper;
GRANT SELECT ON "SupportAccess" TO standby_keeper;

CREATE FUNCTION standby.support_access() RETURNS "SupportAccess"
  LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  context text := current_setting('app.support', true);
  part text[];
  key standby_keys.context_key;
  found public."SupportAccess";
BEGIN
  IF context IS NULL OR context = '' THEN RETURN NULL; END IF;
  part := string_to_array(context, '.');
  SELECT * INTO key FROM standby_keys.context_key k WHERE k.id = part[1] AND k.valid_until > now();
  IF (part[5] = encode(sha256(key.outer_block || sha256(key.inner_block || convert_to(
      concat_ws('|', 'app.support', part[2], part[3], part[4], pg_backend_pid()), 'UTF8'))), 'hex')) IS NOT TRUE THEN
    RAISE EXCEPTION 'the support context is not signed for this connection' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF (part[4]::bigint >= extract(epoch FROM now()) * 1000) IS NOT TRUE THEN
    RAISE EXCEPTION 'the support context has expired' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT * INTO found FROM public."SupportAccess" a WHERE a."orgId" = part[2]::uuid AND a."id" = part[3]::uuid
    AND a."endedAt" IS NULL AND a."expiresAt" > clock_timestamp();
  IF found."id" IS NULL THEN
    RAISE EXCEPTION 'support access has ended' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN found;
END $$;
GRANT CREATE ON SCHEMA standby TO standby_keeper;
ALTER FUNCTION standby.support_access() OWNER TO standby_keeper;
REVOKE CREATE ON SCHEMA standby FROM standby_keeper;

CREATE FUNCTION standby.support_org() RETURNS uuid LANGUAGE sql STABLE PARALLEL RESTRICTED
  AS $$ SELECT (standby.support_access())."orgId" $$;
-- Null: the whole roster.
CREATE FUNCTION standby.support_teams() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL RESTRICTED
  AS $$ SELECT CASE WHEN NOT a."whole" THEN a."teams" END FROM standby.support_access() a $$;
REVOKE ALL ON FUNCTION standby.support_access(), standby.support_org(), standby.support_teams(),
  standby.begin_support(), standby.keep_support(), standby.tell_support() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION standby.support_access(), standby.support_org(), standby.support_teams() TO standby_support;

-- ---- what standby_support reads ----------------------------------------------------------------------------
GRANT USAGE ON SCHEMA public, standby TO standby_support;
GRANT SELECT ON "Organisation", "Team", "TeamPerson", "Person", "TimeOff", "Schedule", "Revision", "Draft", "Review",
  "Acknowledgement", "Policy", "LoadRules" TO standby_support;
GRANT SELECT ("orgId", "id", "name", "removedAt") ON "Member" TO standby_support;
-- Pages join these; without a policy there are no rows of them: nobody's numbers, addresses or wishes.
GRANT SELECT ON "ContactMethod", "Wish" TO standby_support;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['Organisation', 'Member', 'Person', 'LoadRules']
  LOOP
    EXECUTE format('CREATE POLICY support ON %I FOR SELECT TO standby_support '
      'USING ("orgId" = (SELECT standby.support_org()))', name);
  END LOOP;
END $$;
CREATE POLICY support ON "Team" FOR SELECT TO standby_support USING ("orgId" = (SELECT standby.support_org())
  AND ((SELECT standby.support_teams()) IS NULL OR "id" = ANY ((SELECT standby.support_teams())::uuid[])));
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['TeamPerson', 'Schedule']
  LOOP
    EXECUTE format('CREATE POLICY support ON %I FOR SELECT TO standby_support USING ("orgId" = (SELECT standby.support_org()) '
      'AND ((SELECT standby.support_teams()) IS NULL OR "teamId" = ANY ((SELECT standby.support_teams())::uuid[])))', name);
  END LOOP;
END $$;
-- What belongs to a schedule, a draft or a person is seen with it.
CREATE POLICY support ON "TimeOff" FOR SELECT TO standby_support USING ("orgId" = (SELECT standby.support_org())
  AND ((SELECT standby.support_teams()) IS NULL OR EXISTS (SELECT FROM "TeamPerson" t
    WHERE t."orgId" = "TimeOff"."orgId" AND t."personId" = "TimeOff"."personId")));
CREATE POLICY support ON "Policy" FOR SELECT TO standby_support USING ("orgId" = (SELECT standby.support_org())
  AND ("scheduleId" IS NULL OR EXISTS (SELECT FROM "Schedule" s
    WHERE s."orgId" = "Policy"."orgId" AND s."id" = "Policy"."scheduleId")));
DO $$
DECLARE pair text[];
BEGIN
  FOREACH pair SLICE 1 IN ARRAY ARRAY[['Revision', 'Schedule', 'scheduleId'], ['Draft', 'Schedule', 'scheduleId'],
    ['Review', 'Draft', 'draftId'], ['Acknowledgement', 'Draft', 'draftId']]
  LOOP
    EXECUTE format('CREATE POLICY support ON %1$I FOR SELECT TO standby_support USING ("orgId" = (SELECT standby.support_org()) '
      'AND EXISTS (SELECT FROM %2$I p WHERE p."orgId" = %1$I."orgId" AND p."id" = %1$I.%3$I))', pair[1], pair[2], pair[3]);
  END LOOP;
END $$;
