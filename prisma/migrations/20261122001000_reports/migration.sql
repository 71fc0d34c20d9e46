-- How an organisation counts time on call: one row, or none where nothing was set.
CREATE TABLE "LoadRules" (
    "orgId" UUID NOT NULL DEFAULT standby.current_org(),
    "rules" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "changedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "LoadRules_pkey" PRIMARY KEY ("orgId")
);
ALTER TABLE "LoadRules" ADD FOREIGN KEY ("orgId") REFERENCES "Organisation" ("orgId");
ALTER TABLE "LoadRules" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "LoadRules" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "LoadRules" USING ("orgId" = (SELECT standby.current_org()))
  WITH CHECK ("orgId" = (SELECT standby.current_org()));
GRANT SELECT, INSERT, UPDATE, DELETE ON "LoadRules" TO standby_app;

-- Nobody grants what they do not hold: whoever may change an organisation's settings holds the new
-- permission from the start. The owner's own policy is lifted for this statement, over all organisations.
ALTER TABLE "Grant" NO FORCE ROW LEVEL SECURITY;
INSERT INTO "Grant" ("orgId", "memberId", "permission", "teamId")
  SELECT "orgId", "memberId", 'report.export', NULL FROM "Grant"
    WHERE "permission" = 'settings.manage' AND "teamId" IS NULL
  ON CONFLICT DO NOTHING;
ALTER TABLE "Grant" FORCE ROW LEVEL SECURITY;
