-- A calendar feed is recycled as a key is: another one is made, and the former works on for a while.
ALTER TABLE "Feed" ADD COLUMN "replacedBy" UUID,
  ADD FOREIGN KEY ("orgId", "replacedBy") REFERENCES "Feed" ("orgId", "id") ON DELETE SET NULL ("replacedBy");
