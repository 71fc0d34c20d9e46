-- A review asks what its viewer holds. Of support that is nothing: it may ask, and without a policy there are no rows.
GRANT SELECT ("orgId", "id", "memberId", "permission", "teamId") ON "Grant" TO standby_support;
