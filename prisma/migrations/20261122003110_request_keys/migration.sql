-- Requests that may be sent again: the key that a form carries, and what the act answered, encrypted. A row is written in
-- the act's own transaction, so that there is one exactly when the act was done.
CREATE TABLE "RequestKey" (
    "orgId" UUID NOT NULL DEFAULT standby.current_org(),
    "memberId" UUID NOT NULL,
    "key" TEXT NOT NULL CHECK (length("key") BETWEEN 16 AND 64),
    "print" TEXT NOT NULL,
    "answerBox" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "RequestKey_pkey" PRIMARY KEY ("orgId", "memberId", "key"),
    FOREIGN KEY ("orgId", "memberId") REFERENCES "Member" ("orgId", "id")
);
CREATE INDEX "RequestKey_orgId_createdAt_idx" ON "RequestKey" ("orgId", "createdAt");

ALTER TABLE "RequestKey" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "RequestKey" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "RequestKey" USING ("orgId" = (SELECT standby.current_org()))
  WITH CHECK ("orgId" = (SELECT standby.current_org()));
GRANT SELECT, INSERT, UPDATE, DELETE ON "RequestKey" TO standby_app;
CREATE TRIGGER keeps_organisation BEFORE UPDATE OF "orgId" ON "RequestKey" FOR EACH ROW
  WHEN (OLD."orgId" IS DISTINCT FROM NEW."orgId") EXECUTE FUNCTION standby.keep_organisation();
