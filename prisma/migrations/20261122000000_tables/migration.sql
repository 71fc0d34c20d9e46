-- The organisation of this transaction. Tables default their "orgId" to it and every policy asks it: no
-- context, no rows. A malformed context is an error, never another tenant.
CREATE SCHEMA IF NOT EXISTS standby;
CREATE FUNCTION standby.current_org() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.org', true), '')::uuid $$;

-- CreateTable
CREATE TABLE "User" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "emailHash" TEXT NOT NULL,
    "emailBox" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "passwordHash" TEXT NOT NULL,
    "zone" TEXT NOT NULL DEFAULT 'UTC',
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabledAt" TIMESTAMPTZ(3),
    "totpBox" TEXT,
    "totpStep" INTEGER NOT NULL DEFAULT 0,
    "totpSetupBox" TEXT,
    "codeTries" INTEGER NOT NULL DEFAULT 0,
    "codeTriesSince" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "idHash" TEXT NOT NULL,
    "userId" UUID NOT NULL,
    "userVersion" INTEGER NOT NULL,
    "device" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Session_pkey" PRIMARY KEY ("idHash")
);

-- CreateTable
CREATE TABLE "PasswordReset" (
    "tokenHash" TEXT NOT NULL,
    "userId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "PasswordReset_pkey" PRIMARY KEY ("tokenHash")
);

-- CreateTable
CREATE TABLE "BackupCode" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "userId" UUID NOT NULL,
    "codeBox" TEXT NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "BackupCode_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PendingSignIn" (
    "idHash" TEXT NOT NULL,
    "userId" UUID NOT NULL,
    "userVersion" INTEGER NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "PendingSignIn_pkey" PRIMARY KEY ("idHash")
);

-- CreateTable
CREATE TABLE "Organisation" (
    "orgId" UUID NOT NULL DEFAULT standby.current_org(),
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "zone" TEXT NOT NULL DEFAULT 'UTC',
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Organisation_pkey" PRIMARY KEY ("orgId")
);

-- CreateTable
CREATE TABLE "Member" (
    "orgId" UUID NOT NULL DEFAULT standby.current_org(),
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "userId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "emailHash" TEXT NOT NULL,
    "emailBox" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "removedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Member_pkey" PRIMARY KEY ("orgId","id")
);

-- CreateTable
CREATE TABLE "Grant" (
    "orgId" UUID NOT NULL DEFAULT standby.current_org(),
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "memberId" UUID NOT NULL,
    "permission" TEXT NOT NULL,
    "teamId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Grant_pkey" PRIMARY KEY ("orgId","id")
);

-- CreateTable
CREATE TABLE "Invitation" (
    "orgId" UUID NOT NULL DEFAULT standby.current_org(),
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "tokenHash" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "emailHash" TEXT NOT NULL,
    "emailBox" TEXT NOT NULL,
    "grants" JSONB NOT NULL,
    "personId" UUID,
    "invitedBy" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "acceptedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Invitation_pkey" PRIMARY KEY ("orgId","id")
);

-- CreateTable
CREATE TABLE "Team" (
    "orgId" UUID NOT NULL DEFAULT standby.current_org(),
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Team_pkey" PRIMARY KEY ("orgId","id")
);

-- CreateTable
CREATE TABLE "Person" (
    "orgId" UUID NOT NULL DEFAULT standby.current_org(),
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "memberId" UUID,
    "name" TEXT NOT NULL,
    "zone" TEXT NOT NULL DEFAULT 'UTC',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archivedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Person_pkey" PRIMARY KEY ("orgId","id")
);

-- CreateTable
CREATE TABLE "TeamPerson" (
    "orgId" UUID NOT NULL DEFAULT standby.current_org(),
    "teamId" UUID NOT NULL,
    "personId" UUID NOT NULL,

    CONSTRAINT "TeamPerson_pkey" PRIMARY KEY ("orgId","teamId","personId")
);

-- CreateTable
CREATE TABLE "ContactMethod" (
    "orgId" UUID NOT NULL DEFAULT standby.current_org(),
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "personId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "valueBox" TEXT NOT NULL,
    "valueHash" TEXT NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ContactMethod_pkey" PRIMARY KEY ("orgId","id")
);

-- CreateTable
CREATE TABLE "TimeOff" (
    "orgId" UUID NOT NULL DEFAULT standby.current_org(),
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "personId" UUID NOT NULL,
    "startsAt" TIMESTAMPTZ(3) NOT NULL,
    "endsAt" TIMESTAMPTZ(3) NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "TimeOff_pkey" PRIMARY KEY ("orgId","id")
);

-- CreateTable
CREATE TABLE "Schedule" (
    "orgId" UUID NOT NULL DEFAULT standby.current_org(),
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "teamId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "headRevision" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archivedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Schedule_pkey" PRIMARY KEY ("orgId","id")
);

-- CreateTable
CREATE TABLE "Revision" (
    "orgId" UUID NOT NULL DEFAULT standby.current_org(),
    "scheduleId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "holdsFrom" TIMESTAMPTZ(3) NOT NULL,
    "definition" JSONB NOT NULL,
    "operations" JSONB NOT NULL,
    "zonesVersion" TEXT NOT NULL,
    "draftId" UUID NOT NULL,
    "publishedBy" UUID NOT NULL,
    "emergency" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Revision_pkey" PRIMARY KEY ("orgId","scheduleId","number")
);

-- CreateTable
CREATE TABLE "Draft" (
    "orgId" UUID NOT NULL DEFAULT standby.current_org(),
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "scheduleId" UUID NOT NULL,
    "authorId" UUID NOT NULL,
    "editors" UUID[],
    "kind" TEXT NOT NULL DEFAULT 'edit',
    "title" TEXT NOT NULL,
    "words" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL DEFAULT 'editing',
    "version" INTEGER NOT NULL DEFAULT 1,
    "baseRevision" INTEGER NOT NULL,
    "document" JSONB NOT NULL,
    "waivers" JSONB NOT NULL DEFAULT '[]',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "submittedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Draft_pkey" PRIMARY KEY ("orgId","id")
);

-- CreateTable
CREATE TABLE "Review" (
    "orgId" UUID NOT NULL DEFAULT standby.current_org(),
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "draftId" UUID NOT NULL,
    "draftVersion" INTEGER NOT NULL,
    "memberId" UUID NOT NULL,
    "decision" TEXT NOT NULL,
    "words" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "Review_pkey" PRIMARY KEY ("orgId","id")
);

-- CreateTable
CREATE TABLE "Acknowledgement" (
    "orgId" UUID NOT NULL DEFAULT standby.current_org(),
    "draftId" UUID NOT NULL,
    "draftVersion" INTEGER NOT NULL,
    "personId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Acknowledgement_pkey" PRIMARY KEY ("orgId","draftId","draftVersion","personId")
);

-- CreateTable
CREATE TABLE "Policy" (
    "orgId" UUID NOT NULL DEFAULT standby.current_org(),
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "scheduleId" UUID,
    "rules" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "changedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Policy_pkey" PRIMARY KEY ("orgId","id")
);

-- CreateTable
CREATE TABLE "ChangeLogEntry" (
    "orgId" UUID NOT NULL DEFAULT standby.current_org(),
    "number" BIGINT NOT NULL DEFAULT 0,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actorId" UUID,
    "action" TEXT NOT NULL,
    "subjectKind" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "scheduleId" UUID,
    "requestId" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "previous" TEXT NOT NULL DEFAULT '',
    "hash" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "ChangeLogEntry_pkey" PRIMARY KEY ("orgId","number")
);

-- CreateTable
CREATE TABLE "ChangeLogHead" (
    "orgId" UUID NOT NULL,
    "number" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "ChangeLogHead_pkey" PRIMARY KEY ("orgId")
);

-- CreateTable
CREATE TABLE "ApiKey" (
    "orgId" UUID NOT NULL DEFAULT standby.current_org(),
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "memberId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "keyHash" TEXT NOT NULL,
    "grants" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3),
    "usedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ApiKey_pkey" PRIMARY KEY ("orgId","id")
);

-- CreateTable
CREATE TABLE "Outbox" (
    "orgId" UUID NOT NULL DEFAULT standby.current_org(),
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "kind" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sentAt" TIMESTAMPTZ(3),

    CONSTRAINT "Outbox_pkey" PRIMARY KEY ("orgId","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "User_emailHash_key" ON "User"("emailHash");

-- CreateIndex
CREATE INDEX "Session_userId_idx" ON "Session"("userId");

-- CreateIndex
CREATE INDEX "PasswordReset_userId_idx" ON "PasswordReset"("userId");

-- CreateIndex
CREATE INDEX "BackupCode_userId_idx" ON "BackupCode"("userId");

-- CreateIndex
CREATE INDEX "PendingSignIn_userId_idx" ON "PendingSignIn"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Organisation_slug_key" ON "Organisation"("slug");

-- CreateIndex
CREATE INDEX "Member_userId_idx" ON "Member"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Member_orgId_userId_key" ON "Member"("orgId", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "Grant_orgId_memberId_permission_teamId_key" ON "Grant"("orgId", "memberId", "permission", "teamId");

-- CreateIndex
CREATE UNIQUE INDEX "Invitation_tokenHash_key" ON "Invitation"("tokenHash");

-- CreateIndex
CREATE UNIQUE INDEX "Team_orgId_name_key" ON "Team"("orgId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "Person_orgId_memberId_key" ON "Person"("orgId", "memberId");

-- CreateIndex
CREATE INDEX "TeamPerson_orgId_personId_idx" ON "TeamPerson"("orgId", "personId");

-- CreateIndex
CREATE INDEX "ContactMethod_orgId_kind_valueHash_idx" ON "ContactMethod"("orgId", "kind", "valueHash");

-- CreateIndex
CREATE UNIQUE INDEX "ContactMethod_orgId_personId_kind_valueHash_key" ON "ContactMethod"("orgId", "personId", "kind", "valueHash");

-- CreateIndex
CREATE INDEX "TimeOff_orgId_personId_endsAt_idx" ON "TimeOff"("orgId", "personId", "endsAt");

-- CreateIndex
CREATE INDEX "Schedule_orgId_teamId_idx" ON "Schedule"("orgId", "teamId");

-- CreateIndex
CREATE INDEX "Draft_orgId_scheduleId_status_idx" ON "Draft"("orgId", "scheduleId", "status");

-- CreateIndex
CREATE INDEX "Draft_orgId_status_changedAt_idx" ON "Draft"("orgId", "status", "changedAt");

-- CreateIndex
CREATE INDEX "Review_orgId_draftId_idx" ON "Review"("orgId", "draftId");

-- CreateIndex
CREATE UNIQUE INDEX "Policy_orgId_scheduleId_key" ON "Policy"("orgId", "scheduleId");

-- CreateIndex
CREATE INDEX "ChangeLogEntry_orgId_action_number_idx" ON "ChangeLogEntry"("orgId", "action", "number");

-- CreateIndex
CREATE INDEX "ChangeLogEntry_orgId_scheduleId_number_idx" ON "ChangeLogEntry"("orgId", "scheduleId", "number");

-- CreateIndex
CREATE INDEX "ChangeLogEntry_orgId_actorId_number_idx" ON "ChangeLogEntry"("orgId", "actorId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "ApiKey_keyHash_key" ON "ApiKey"("keyHash");

-- AddForeignKey
ALTER TABLE "Grant" ADD CONSTRAINT "Grant_orgId_memberId_fkey" FOREIGN KEY ("orgId", "memberId") REFERENCES "Member"("orgId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Grant" ADD CONSTRAINT "Grant_orgId_teamId_fkey" FOREIGN KEY ("orgId", "teamId") REFERENCES "Team"("orgId", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Person" ADD CONSTRAINT "Person_orgId_memberId_fkey" FOREIGN KEY ("orgId", "memberId") REFERENCES "Member"("orgId", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TeamPerson" ADD CONSTRAINT "TeamPerson_orgId_teamId_fkey" FOREIGN KEY ("orgId", "teamId") REFERENCES "Team"("orgId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TeamPerson" ADD CONSTRAINT "TeamPerson_orgId_personId_fkey" FOREIGN KEY ("orgId", "personId") REFERENCES "Person"("orgId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ContactMethod" ADD CONSTRAINT "ContactMethod_orgId_personId_fkey" FOREIGN KEY ("orgId", "personId") REFERENCES "Person"("orgId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TimeOff" ADD CONSTRAINT "TimeOff_orgId_personId_fkey" FOREIGN KEY ("orgId", "personId") REFERENCES "Person"("orgId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Schedule" ADD CONSTRAINT "Schedule_orgId_teamId_fkey" FOREIGN KEY ("orgId", "teamId") REFERENCES "Team"("orgId", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Revision" ADD CONSTRAINT "Revision_orgId_scheduleId_fkey" FOREIGN KEY ("orgId", "scheduleId") REFERENCES "Schedule"("orgId", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Revision" ADD CONSTRAINT "Revision_orgId_draftId_fkey" FOREIGN KEY ("orgId", "draftId") REFERENCES "Draft"("orgId", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Draft" ADD CONSTRAINT "Draft_orgId_scheduleId_fkey" FOREIGN KEY ("orgId", "scheduleId") REFERENCES "Schedule"("orgId", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Draft" ADD CONSTRAINT "Draft_orgId_authorId_fkey" FOREIGN KEY ("orgId", "authorId") REFERENCES "Member"("orgId", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Review" ADD CONSTRAINT "Review_orgId_draftId_fkey" FOREIGN KEY ("orgId", "draftId") REFERENCES "Draft"("orgId", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Review" ADD CONSTRAINT "Review_orgId_memberId_fkey" FOREIGN KEY ("orgId", "memberId") REFERENCES "Member"("orgId", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Acknowledgement" ADD CONSTRAINT "Acknowledgement_orgId_draftId_fkey" FOREIGN KEY ("orgId", "draftId") REFERENCES "Draft"("orgId", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Policy" ADD CONSTRAINT "Policy_orgId_scheduleId_fkey" FOREIGN KEY ("orgId", "scheduleId") REFERENCES "Schedule"("orgId", "id") ON DELETE NO ACTION ON UPDATE CASCADE;


