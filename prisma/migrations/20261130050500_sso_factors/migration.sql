-- Whether what an organisation's providers say counts as proven by a second factor.
ALTER TABLE "Organisation" ADD "ssoFactors" BOOLEAN NOT NULL DEFAULT false;
GRANT SELECT ("ssoFactors") ON "Organisation" TO standby_auth;
