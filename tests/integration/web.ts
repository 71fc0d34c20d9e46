/** The request that Next's own functions tell about, while a route is called. */
let sent: { headers: Headers; cookies: ReadonlyMap<string, string> } = {
  headers: new Headers(),
  cookies: new Map(),
};

/** Stands in for `next/headers`, which outside Next knows no request: `vi.mock("next/headers", …)` in the test's own file. */
export const nextHeaders = {
  headers: async () => sent.headers,
  cookies: async () => ({
    has: (name: string) => sent.cookies.has(name),
    get: (name: string) => {
      const value = sent.cookies.get(name);
      return value === undefined ? undefined : { name, value };
    },
  }),
};

type Params = Readonly<Record<string, string>>;
type Route = (request: Request, context: { params: Promise<Params> }) => Promise<Response>;

/** Calls a route as a browser or a program would. */
export async function get(
  route: Route,
  path: string,
  params: Params,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const request = new Request(`http://localhost:3000${path}`, { headers });
  const pairs = (headers.cookie ?? "").split("; ").filter(Boolean);
  const cookies = pairs.map(
    (pair) => [pair.split("=")[0] ?? "", pair.split("=")[1] ?? ""] as const,
  );
  sent = { headers: request.headers, cookies: new Map(cookies) };
  return route(request, { params: Promise.resolve(params) });
}
