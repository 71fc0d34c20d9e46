-- SCIM: an organisation's provider keeps members and groups. Tokens, the users it knows, its groups.

CREATE TABLE "ScimToken" (
  "orgId" UUID NOT NULL DEFAULT standby.current_org() REFERENCES "Organisation" ("orgId"),
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "createdBy" UUID NOT NULL,
  "prefix" TEXT NOT NULL,
  "tokenHash" TEXT NOT NULL,
  "preset" TEXT NOT NULL,
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "expiresAt" TIMESTAMPTZ(3),
  "usedAt" TIMESTAMPTZ(3),
  "usedFromBox" TEXT,
  "revokedAt" TIMESTAMPTZ(3),
  "replacedBy" UUID,

  PRIMARY KEY ("orgId", "id"),
  FOREIGN KEY ("orgId", "createdBy") REFERENCES "Member" ("orgId", "id"),
  FOREIGN KEY ("orgId", "replacedBy") REFERENCES "ScimToken" ("orgId", "id")
);
CREATE UNIQUE INDEX "ScimToken_tokenHash_key" ON "ScimToken" ("tokenHash");

CREATE TABLE "ScimUser" (
  "orgId" UUID NOT NULL DEFAULT standby.current_org() REFERENCES "Organisation" ("orgId"),
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  -- Keyed hashes under a key that stays when the master key changes, so that unique is unique at all times.
  "userNameHash" TEXT NOT NULL,
  "externalIdHash" TEXT,
  -- What the provider says of them.
  "detailsBox" TEXT NOT NULL,
  "active" BOOLEAN NOT NULL DEFAULT true,
  "personId" UUID NOT NULL,
  "memberId" UUID,
  "invitationId" UUID,
  -- What they held when they were deactivated, besides what groups give.
  "held" JSONB NOT NULL DEFAULT '[]',
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "changedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  PRIMARY KEY ("orgId", "id"),
  UNIQUE ("orgId", "userNameHash"),
  UNIQUE ("orgId", "externalIdHash"),
  UNIQUE ("orgId", "personId"),
  UNIQUE ("orgId", "memberId"),
  FOREIGN KEY ("orgId", "personId") REFERENCES "Person" ("orgId", "id"),
  FOREIGN KEY ("orgId", "memberId") REFERENCES "Member" ("orgId", "id"),
  FOREIGN KEY ("orgId", "invitationId") REFERENCES "Invitation" ("orgId", "id") ON DELETE SET NULL ("invitationId")
);

CREATE TABLE "ScimGroup" (
  "orgId" UUID NOT NULL DEFAULT standby.current_org() REFERENCES "Organisation" ("orgId"),
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "displayName" TEXT NOT NULL,
  "externalId" TEXT,
  -- What it means here: a team, and the permissions of a preset, in that team or else everywhere.
  "teamId" UUID,
  "preset" TEXT NOT NULL DEFAULT '' CHECK ("preset" <> 'Owner'),
  "mappedBy" UUID,
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "changedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  PRIMARY KEY ("orgId", "id"),
  UNIQUE ("orgId", "displayName"),
  UNIQUE ("orgId", "externalId"),
  FOREIGN KEY ("orgId", "teamId") REFERENCES "Team" ("orgId", "id"),
  FOREIGN KEY ("orgId", "mappedBy") REFERENCES "Member" ("orgId", "id"),
  CHECK ("preset" = '' OR "mappedBy" IS NOT NULL)
);

CREATE TABLE "ScimGroupMember" (
  "orgId" UUID NOT NULL DEFAULT standby.current_org() REFERENCES "Organisation" ("orgId"),
  "groupId" UUID NOT NULL,
  "scimUserId" UUID NOT NULL,

  PRIMARY KEY ("orgId", "groupId", "scimUserId"),
  FOREIGN KEY ("orgId", "groupId") REFERENCES "ScimGroup" ("orgId", "id") ON DELETE CASCADE,
  FOREIGN KEY ("orgId", "scimUserId") REFERENCES "ScimUser" ("orgId", "id") ON DELETE CASCADE
);
CREATE INDEX "ScimGroupMember_orgId_scimUserId_idx" ON "ScimGroupMember" ("orgId", "scimUserId");

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['ScimToken', 'ScimUser', 'ScimGroup', 'ScimGroupMember']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant ON %I USING ("orgId" = (SELECT standby.current_org())) '
      'WITH CHECK ("orgId" = (SELECT standby.current_org()))', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO standby_app', name);
    EXECUTE format('CREATE TRIGGER keeps_organisation BEFORE UPDATE OF "orgId" ON %I FOR EACH ROW '
      'WHEN (OLD."orgId" IS DISTINCT FROM NEW."orgId") EXECUTE FUNCTION standby.keep_organisation()', name);
  END LOOP;
END $$;

-- As a key is.
CREATE POLICY sign_in ON "ScimToken" FOR SELECT TO standby_auth USING (true);
GRANT SELECT ("orgId", "id", "createdBy", "tokenHash", "usedAt", "expiresAt", "revokedAt") ON "ScimToken" TO standby_auth;

-- A person whom the provider deactivated is named by rosters still.
ALTER TABLE "Person" ADD COLUMN "deactivatedAt" TIMESTAMPTZ(3);
-- Sessions that one of the organisation's providers signed in before are over.
ALTER TABLE "Member" ADD COLUMN "signedOutAt" TIMESTAMPTZ(3);
GRANT SELECT ("signedOutAt") ON "Member" TO standby_auth;
-- Held because of a group of the provider's, and taken away with it.
ALTER TABLE "Grant" ADD COLUMN "byGroup" BOOLEAN NOT NULL DEFAULT false;
