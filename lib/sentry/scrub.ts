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
  contexts?: Record<string, unknown>;
};

const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, "[address]"],
  [/\+?\d[\d ()/-]{6,}\d/g, "[number]"],
  [/\b(reset|invitation)(\/|%2F)[\w-]{20,}/gi, "$1/[secret]"],
];

function clean(text: string): string {
  return SECRETS.reduce((rest, [pattern, word]) => rest.replace(pattern, word), text);
}

/** Takes everything personal out of an event before it leaves: who, from where, with what; addresses in texts. */
export function scrub<E extends Scrubbable>(event: E): E {
  delete event.user;
  delete event.request;
  delete event.extra;
  delete event.breadcrumbs;
  delete event.server_name;
  // The path that was asked for, with its secrets; the route's pattern is in there too.
  const route = event.contexts?.nextjs;
  if (typeof route === "object" && route !== null && "request_path" in route)
    delete route.request_path;
  if (event.message) event.message = clean(event.message);
  if (event.transaction) event.transaction = clean(event.transaction);
  for (const exception of event.exception?.values ?? []) {
    if (exception.value) exception.value = clean(exception.value);
    for (const frame of exception.stacktrace?.frames ?? []) {
      delete frame.vars;
      // In the browser, code that is written into a page has the page's address.
      if (frame.filename) frame.filename = clean(frame.filename);
    }
  }
  for (const span of event.spans ?? []) {
    span.data = {};
    if (span.description) span.description = clean(span.description);
  }
  return event;
}
