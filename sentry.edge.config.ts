import { init } from "@sentry/nextjs";
import { SENTRY_DSN } from "@/lib/env.public";
import { sentryOptions } from "@/lib/sentry/options";

init(sentryOptions(SENTRY_DSN));
