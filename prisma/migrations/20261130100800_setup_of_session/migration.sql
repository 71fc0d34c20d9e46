-- The key of an app that is being set up is the session's that began it: no other is shown it. One that waits is begun anew.
ALTER TABLE "Session" ADD COLUMN "totpSetupBox" TEXT;
-- The column stays: servers of the version before read it until they are replaced.
UPDATE "User" SET "totpSetupBox" = NULL WHERE "totpSetupBox" IS NOT NULL;
