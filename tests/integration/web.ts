import { asRequest } from "@/tests/doors/request";

type Params = Readonly<Record<string, string>>;
type Route = (request: Request, context: { params: Promise<Params> }) => Promise<Response>;

/** Calls a route as a program or a browser would. */
export function get(
  route: Route,
  path: string,
  params: Params,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const request = new Request(`http://localhost:3000${path}`, { headers });
  const work = () => route(request, { params: Promise.resolve(params) });
  return asRequest(headers.cookie ?? null, work, headers);
}
