-- What was spent of the limits, for all servers together. Nobody's table: its keys are keyed hashes of whom they limit.
-- Unlogged, because it is written at every sign-in and worth nothing after a crash: limits begin anew then. The columns,
-- in this order, are those that rate-limiter-flexible writes.
CREATE UNLOGGED TABLE "RateLimit" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "RateLimit_pkey" PRIMARY KEY ("key")
) WITH (fillfactor = 50);
CREATE INDEX "RateLimit_expire_idx" ON "RateLimit" ("expire");

ALTER TABLE "RateLimit" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "RateLimit" FORCE ROW LEVEL SECURITY;
CREATE POLICY identity ON "RateLimit" TO standby_auth USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "RateLimit" TO standby_auth;
