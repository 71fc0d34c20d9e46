-- Drafts that cover or swap shifts were called by people's names, and kept them when those people were erased. Who it is
-- stands in the draft itself, by id. The owner's own policy is lifted for this statement, over all organisations.
ALTER TABLE "Draft" NO FORCE ROW LEVEL SECURITY;
UPDATE "Draft" SET "title" = CASE "kind" WHEN 'cover' THEN 'Cover' ELSE 'Swap' END || ', asked for on ' || to_char("createdAt", 'FMDD Mon')
  WHERE "kind" IN ('cover', 'swap');
ALTER TABLE "Draft" FORCE ROW LEVEL SECURITY;
