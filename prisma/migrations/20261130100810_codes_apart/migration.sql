-- For whom a code was sent: one that an organisation's provider could have asked for makes nobody else wait.
ALTER TABLE "SentCode" ADD COLUMN "organisations" UUID[] NOT NULL DEFAULT '{}';
