-- On which device a reset link was used, as a hash: the account knows it from then on, as one that a session was opened on.
ALTER TABLE "PasswordReset" ADD COLUMN "deviceHash" TEXT;
