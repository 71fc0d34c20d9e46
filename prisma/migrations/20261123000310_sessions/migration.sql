-- How long sessions last is an organisation's to shorten; and a session says from where it was opened.
ALTER TABLE "Organisation"
  ADD COLUMN "idleMinutes" INTEGER NOT NULL DEFAULT 720 CHECK ("idleMinutes" BETWEEN 15 AND 720),
  ADD COLUMN "sessionHours" INTEGER NOT NULL DEFAULT 168 CHECK ("sessionHours" BETWEEN 1 AND 168);
GRANT SELECT ("idleMinutes", "sessionHours") ON "Organisation" TO standby_auth;
ALTER TABLE "Session" ADD COLUMN "addressBox" TEXT;
