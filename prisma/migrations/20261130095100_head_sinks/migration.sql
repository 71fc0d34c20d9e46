-- How far the signed heads have got at each place outside, so that what a place did not take is sent when it does.
CREATE TABLE "HeadSink" (
    "orgId" UUID NOT NULL DEFAULT standby.current_org(),
    "sink" TEXT NOT NULL CHECK ("sink" IN ('file', 'http', 'mail')),
    "number" BIGINT NOT NULL CHECK ("number" >= 0),
    "failedAt" TIMESTAMPTZ(3),

    CONSTRAINT "HeadSink_pkey" PRIMARY KEY ("orgId", "sink"),
    FOREIGN KEY ("orgId") REFERENCES "Organisation" ("orgId")
);

ALTER TABLE "HeadSink" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "HeadSink" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "HeadSink" USING ("orgId" = (SELECT standby.current_org()))
  WITH CHECK ("orgId" = (SELECT standby.current_org()));
GRANT SELECT, INSERT, UPDATE ON "HeadSink" TO standby_app;
CREATE TRIGGER keeps_organisation BEFORE UPDATE OF "orgId" ON "HeadSink" FOR EACH ROW
  WHEN (OLD."orgId" IS DISTINCT FROM NEW."orgId") EXECUTE FUNCTION standby.keep_organisation();
