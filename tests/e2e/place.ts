import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "@playwright/test";

/** From where the operator's proxies call, as STANDBY_TRUSTED_PROXIES has it in these tests. */
const PROXY = "127.0.9.9";

/** Somewhere on earth, and an address there. */
export type Place = {
  readonly address: string;
  readonly country: string;
  readonly latitude: number;
  readonly longitude: number;
};
export const LONDON: Place = {
  ...{ address: "203.0.113.7", country: "GB" },
  ...{ latitude: 51.5, longitude: -0.1 },
};
export const SYDNEY: Place = {
  ...{ address: "198.51.100.7", country: "AU" },
  ...{ latitude: -33.9, longitude: 151.2 },
};

/** What a proxy adds to a request from there. */
export const headersOf = ({ address, country, latitude, longitude }: Place) => ({
  "x-forwarded-for": address,
  "x-place-country": country,
  "x-place-latitude": String(latitude),
  "x-place-longitude": String(longitude),
});

const ended: (() => void)[] = [];
/** Ends all proxies that were started. */
export const closePlaces = (): void => {
  for (const end of ended.splice(0)) end();
};

/** A proxy of the operator's for who comes from there: the address of it, for a client. */
export async function proxyAt(place: Place): Promise<string> {
  const server = createServer((asked, answered) => {
    const { port, pathname, search } = new URL(asked.url ?? "");
    const { "proxy-connection": _, ...headers } = asked.headers;
    const onward = request(
      {
        ...{ host: "127.0.0.1", port, path: pathname + search, method: asked.method },
        headers: { ...headers, ...headersOf(place) },
        localAddress: PROXY,
      },
      (answer) => {
        answered.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(answered);
      },
    );
    onward.on("error", () => answered.destroy());
    answered.on("close", () => onward.destroy());
    asked.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ended.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A browser of its own there. */
export async function browserAt(browser: Browser, place: Place): Promise<Page> {
  const context = await browser.newContext({ proxy: { server: await proxyAt(place) } });
  return context.newPage();
}

/** The status of what a program there is answered. */
export async function statusAt(
  place: Place,
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<number> {
  const { host, port, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        ...{ host: "127.0.0.1", port, path: pathname + search },
        headers: { host, ...headers, ...headersOf(place) },
        localAddress: PROXY,
      },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      },
    );
    asked.on("error", reject);
    asked.end();
  });
}
