-- Keys whose work cannot be done again (hashes of passwords, tokens and codes, the log's signatures) are kept when the
-- master key changes: wrapped by it, and wrapped anew. Nobody deletes one.
CREATE TABLE "KeptKey" (
  "purpose" TEXT NOT NULL PRIMARY KEY,
  "keyBox" TEXT NOT NULL,
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
ALTER TABLE "KeptKey" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "KeptKey" FORCE ROW LEVEL SECURITY;
CREATE POLICY identity ON "KeptKey" TO standby_auth USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON "KeptKey" TO standby_auth;
GRANT UPDATE ("keyBox") ON "KeptKey" TO standby_auth;
