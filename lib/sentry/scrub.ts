type Exception = {
  value?: string;
  stacktrace?: { frames?: { filename?: string; vars?: unknown }[] };
};

type Scrubbable = {
  user?: unknown;
  request?: unknown;
  extra?: unknown;
  breadcrumbs?: unknown;
  server_name?: string;
  transaction?: string;
  message?: string;
  exception?: {
    values?: {
      value?: string;
      stacktrace?: { frames?: { filename?: string; vars?: unknown }[] };
    }[];
  };
  spans?: { description?: string; data?: unknown }[];
  /** Of a request, the route's pattern stays; the path that was asked for may hold a secret. */
  contexts?: Record<string, Record<string, unknown> | undefined>;
};

const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/(standby(?:feed|scim)?_[0-9A-Za-z]{8})_[0-9A-Za-z]{38}/g, "$1_[secret]"],
  [/(?<![\w-])eyJ[\w-]+\.[\w-]+\.[\w-]*/g, "[secret]"],
  [/\$2[aby]\$\d\d\$[./0-9A-Za-z]+/g, "[secret]"],
  [/(?<![\w.+-])[\w.+-]+@[\w-]+(\.[\w-]+)+/g, "[address]"],
  [/(reset|invitation|sign-up)(\/|%2F)[\w.-]{20,}/gi, "$1/[secret]"],
  [/\b((?:ticket|token|secret|code|password|challenge)=)[^&\s"']+/gi, "$1[secret]"],
];

const NUMBER = /\+?\d[\d ()/-]{6,}\d/g;
/** Some of its digits may look like a telephone number. */
const ID = /([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})/i;

/** Without tokens, addresses, numbers and what follows a path. */
export function clean(text: string): string {
  const plain = text.replace(/https?:\/\/[^\s"']+/g, (address) => address.replace(/[?#].*/s, ""));
  const told = SECRETS.reduce((rest, [pattern, word]) => rest.replace(pattern, word), plain);
  // Last: a number cut out of a secret would leave the rest of it.
  const parts = told.split(ID);
  return parts.map((part) => (ID.test(part) ? part : part.replace(NUMBER, "[number]"))).join("");
}

function cleanException(exception: Exception): void {
  if (exception.value) exception.value = clean(exception.value);
  for (const frame of exception.stacktrace?.frames ?? []) {
    delete frame.vars;
    // In the browser, code that is written into a page has the page's address.
    if (frame.filename) frame.filename = clean(frame.filename);
  }
}

/** Takes everything personal out of an event before it leaves: who, from where, with what; addresses in texts. */
export function scrub<E extends Scrubbable>(event: E): E {
  delete event.user;
  delete event.request;
  delete event.extra;
  delete event.breadcrumbs;
  delete event.server_name;
  delete event.contexts?.nextjs?.request_path;
  if (event.message) event.message = clean(event.message);
  if (event.transaction) event.transaction = clean(event.transaction);
  for (const exception of event.exception?.values ?? []) cleanException(exception);
  for (const span of event.spans ?? []) {
    span.data = {};
    if (span.description) span.description = clean(span.description);
  }
  return event;
}
