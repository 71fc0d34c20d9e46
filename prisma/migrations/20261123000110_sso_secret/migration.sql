-- No secret is no ciphertext: an empty one could not be encrypted anew when master keys change.
ALTER TABLE "SsoConnection" ALTER COLUMN "secretBox" DROP DEFAULT, ALTER COLUMN "secretBox" DROP NOT NULL;
UPDATE "SsoConnection" SET "secretBox" = NULL WHERE "secretBox" = '';
ALTER TABLE "SsoConnection"
  ADD CONSTRAINT "SsoConnection_secret_check" CHECK ("issuer" = '' OR "kind" <> 'oidc' OR "secretBox" IS NOT NULL);
