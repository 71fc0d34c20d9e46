/** The cookies of the one browser of a test. */
export const jar = new Map<string, string>();

const later: Promise<unknown>[] = [];

/** In place of `next/headers`: that browser, on our own pages. */
export const browserHeaders = {
  headers: async () => new Headers({ "sec-fetch-site": "same-origin", "user-agent": "a test" }),
  cookies: async () => ({
    get: (name: string) => (jar.has(name) ? { name, value: jar.get(name) } : undefined),
    set: (name: string, value: string) => (value ? jar.set(name, value) : jar.delete(name)),
  }),
};

/** In place of `next/server`: what is done once the answer is out. */
export const serverOfTest = {
  after: (work: () => Promise<unknown>) => later.push(work()),
  connection: async () => undefined,
};

/** Until everything is done that was left for later. */
export const settled = () => Promise.all(later);
