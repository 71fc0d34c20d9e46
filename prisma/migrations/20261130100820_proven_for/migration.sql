-- Which connection said last who uses a session: it is no proof in another organisation than its own.
ALTER TABLE "Session" ADD COLUMN "provenFor" UUID;
