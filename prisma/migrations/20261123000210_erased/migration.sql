-- Since when somebody's details are gone for good.
ALTER TABLE "Member" ADD "erasedAt" TIMESTAMPTZ(3);
ALTER TABLE "Person" ADD "erasedAt" TIMESTAMPTZ(3);
