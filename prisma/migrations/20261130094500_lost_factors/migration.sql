-- An administrator took a member's lost second factors away: codes by mail stand in until another one is set up.
ALTER TABLE "User" ADD COLUMN "factorLostAt" timestamptz(3);
