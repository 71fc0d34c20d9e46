import { peerHeader } from "@/lib/auth/peer";
import { asRequest } from "@/tests/doors/request";

type Params = Readonly<Record<string, string>>;
type Route = (request: Request, context: { params: Promise<Params> }) => Promise<Response>;

/** Calls a route as a program or a browser would, by way of a proxy. */
export function get(
  route: Route,
  path: string,
  params: Params,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const sent = { ...peerHeader("10.0.0.1"), ...headers };
  const request = new Request(`http://localhost:3000${path}`, { headers: sent });
  const work = () => route(request, { params: Promise.resolve(params) });
  return asRequest(headers.cookie ?? null, work, sent);
}
