-- Why a member may do something: who gave it, and of which preset it was a copy. Both are told and never checked.
ALTER TABLE "Grant"
  ADD COLUMN "grantedBy" UUID,
  ADD COLUMN "preset" TEXT,
  ADD FOREIGN KEY ("orgId", "grantedBy") REFERENCES "Member" ("orgId", "id");
