-- Which known device a session was opened on, as a hash: a device is known to an account for as long as one says so.
ALTER TABLE "Session" ADD COLUMN "deviceHash" TEXT;
