-- From which networks an organisation lets people and programs in, as CIDR ranges; empty: from everywhere.
ALTER TABLE "Organisation"
  ADD COLUMN "networks" TEXT[] NOT NULL DEFAULT '{}' CHECK (cardinality("networks") <= 200);
-- Read with the membership, before there is a tenant.
GRANT SELECT ("networks") ON "Organisation" TO standby_auth;
