-- Wishes, and the plans that are made with them.
CREATE TABLE "Wish" (
    "orgId" UUID NOT NULL DEFAULT standby.current_org(),
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "personId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "startsAt" TIMESTAMPTZ(3),
    "endsAt" TIMESTAMPTZ(3),
    "weekday" INTEGER,
    "weight" INTEGER NOT NULL DEFAULT 2,
    "note" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Wish_pkey" PRIMARY KEY ("orgId","id")
);
CREATE TABLE "Plan" (
    "orgId" UUID NOT NULL DEFAULT standby.current_org(),
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "scheduleId" UUID NOT NULL,
    "memberId" UUID NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'queued',
    "choices" JSONB NOT NULL,
    "input" JSONB NOT NULL,
    "progress" JSONB,
    "proposal" JSONB,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seenAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Plan_pkey" PRIMARY KEY ("orgId","id")
);

CREATE INDEX "Wish_orgId_personId_idx" ON "Wish"("orgId", "personId");
CREATE INDEX "Plan_orgId_scheduleId_createdAt_idx" ON "Plan"("orgId", "scheduleId", "createdAt");
-- One at a time: whoever comes second is refused by this, and tries again later.
CREATE UNIQUE INDEX "Plan_running_key" ON "Plan"("orgId") WHERE "status" = 'running';

ALTER TABLE "Wish" ADD CONSTRAINT "Wish_orgId_personId_fkey" FOREIGN KEY ("orgId", "personId") REFERENCES "Person"("orgId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Plan" ADD CONSTRAINT "Plan_orgId_scheduleId_fkey" FOREIGN KEY ("orgId", "scheduleId") REFERENCES "Schedule"("orgId", "id") ON DELETE NO ACTION ON UPDATE CASCADE;
ALTER TABLE "Plan" ADD CONSTRAINT "Plan_orgId_memberId_fkey" FOREIGN KEY ("orgId", "memberId") REFERENCES "Member"("orgId", "id") ON DELETE NO ACTION ON UPDATE CASCADE;
ALTER TABLE "Wish" ADD CHECK ("kind" IN ('prefers', 'avoids'));
ALTER TABLE "Wish" ADD CHECK ("weight" BETWEEN 1 AND 3);
ALTER TABLE "Wish" ADD CHECK (
  ("weekday" BETWEEN 1 AND 7 AND "startsAt" IS NULL AND "endsAt" IS NULL)
  OR ("weekday" IS NULL AND "startsAt" IS NOT NULL AND "endsAt" IS NOT NULL AND "endsAt" > "startsAt"));
ALTER TABLE "Plan" ADD CHECK ("status" IN ('queued', 'running', 'done', 'cancelled', 'failed'));

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['Wish', 'Plan']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant ON %I USING ("orgId" = (SELECT standby.current_org())) '
      'WITH CHECK ("orgId" = (SELECT standby.current_org()))', name);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON "Wish", "Plan" TO standby_app;

-- A new plan is a job, in the same transaction.
CREATE FUNCTION standby.enqueue_plan() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM graphile_worker.add_job('plan', json_build_object('orgId', NEW."orgId", 'id', NEW."id"),
    max_attempts => 8);
  RETURN NULL;
END $$;
CREATE TRIGGER enqueue AFTER INSERT ON "Plan" FOR EACH ROW EXECUTE FUNCTION standby.enqueue_plan();
REVOKE ALL ON FUNCTION standby.enqueue_plan() FROM PUBLIC;
