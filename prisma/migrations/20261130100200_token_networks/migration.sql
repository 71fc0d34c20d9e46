-- From which networks a SCIM token was used, as keys have it: a keyed hash each.
ALTER TABLE "ScimToken" ADD COLUMN "networks" TEXT[] NOT NULL DEFAULT '{}';
GRANT SELECT ("networks") ON "ScimToken" TO standby_auth;
