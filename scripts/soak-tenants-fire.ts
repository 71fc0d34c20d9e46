import { partsQuery } from "./parts-query";

/** An organisation to ask as, and what in an answer would give it away to others. */
export type SoakTenant = {
  /** A word that is in every one of its texts, and in nobody else's. */
  readonly canary: string;
  readonly ids: readonly string[];
  readonly cookies: readonly string[];
  readonly paths: readonly string[];
};

export type Leak = { readonly request: string; readonly found: string };

export type Tally = {
  readonly statuses: ReadonlyMap<string, number>;
  readonly leaks: readonly Leak[];
  /** Whole pages of one's own, and those of them that hold the own canary. */
  readonly pages: number;
  readonly telling: number;
  readonly milliseconds: readonly number[];
};

type Kind = {
  readonly name: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
};

const TREE = JSON.stringify(["", {}, null, "refetch"]);

const KINDS: readonly Kind[] = [
  { name: "html", method: "GET", headers: { accept: "text/html" } },
  { name: "html", method: "GET", headers: { accept: "text/html" } },
  { name: "rsc", method: "GET", headers: { rsc: "1" } },
  { name: "rsc-tree", method: "GET", headers: { rsc: "1", "next-router-state-tree": TREE } },
  { name: "prefetch", method: "GET", headers: { rsc: "1", "next-router-prefetch": "1" } },
  {
    name: "segment",
    method: "GET",
    headers: { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" },
  },
  { name: "head", method: "HEAD", headers: {} },
  {
    name: "action",
    method: "POST",
    headers: { "next-action": "0".repeat(42), "content-type": "text/plain;charset=UTF-8" },
  },
];

const WORDS = /cny[0-9a-f]{10}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

const pick = <T>(from: readonly T[]): T => {
  const one = from[Math.floor(Math.random() * from.length)];
  if (one === undefined) throw new Error("nothing to pick from");
  return one;
};

type Request = {
  readonly tenant: SoakTenant;
  readonly isOwn: boolean;
  readonly path: string;
  readonly kind: Kind;
};

/** Mostly for the own pages, else for any tenant's. */
function draw(tenants: readonly SoakTenant[]): Request {
  const tenant = pick(tenants);
  const isOwn = Math.random() < 0.85;
  const path = pick((isOwn ? tenant : pick(tenants)).paths);
  return { tenant, isOwn, path, kind: pick(KINDS) };
}

/** All that came back, headers too; status 0 where the connection broke. */
async function ask(origin: string, request: Request): Promise<{ status: number; text: string }> {
  return answerOf(origin, request).catch((error: unknown) => ({ status: 0, text: String(error) }));
}

async function answerOf(origin: string, { tenant, path, kind }: Request) {
  const { method, headers } = kind;
  const sum = await partsQuery(headers);
  const response = await fetch(origin + path + (sum === null ? "" : `?_rsc=${sum}`), {
    method,
    headers: { ...headers, cookie: pick(tenant.cookies) },
    ...(method === "POST" && { body: "[]" }),
  });
  const text = `${JSON.stringify([...response.headers])}\n${await response.text()}`;
  return { status: response.status, text };
}

/** Words of others in an answer. What was asked for stands in the answer to whoever asked. */
function foreignWords(
  text: string,
  { tenant, path }: Request,
  owners: ReadonlyMap<string, string>,
): string[] {
  const words = [...new Set(text.match(WORDS) ?? [])];
  return words.filter((word) => {
    const owner = owners.get(word);
    return owner !== undefined && owner !== tenant.canary && !path.includes(word);
  });
}

/**
 * Sends so many requests, or until that instant, `width` at a time, each as a session of any tenant, and looks in
 * every answer for what is another tenant's.
 */
export async function fire(
  origin: string,
  tenants: readonly SoakTenant[],
  limits: { readonly requests: number; readonly until: number },
  width: number,
): Promise<Tally> {
  const owners = new Map(
    tenants.flatMap(({ canary, ids }) => [canary, ...ids].map((word) => [word, canary] as const)),
  );
  const statuses = new Map<string, number>();
  const leaks: Leak[] = [];
  const milliseconds: number[] = [];
  let [sent, pages, telling] = [0, 0, 0];

  const one = async (): Promise<void> => {
    const request = draw(tenants);
    const { tenant, isOwn, path, kind } = request;
    const began = performance.now();
    const { status, text } = await ask(origin, request);
    milliseconds.push(performance.now() - began);
    if (milliseconds.length % 2_000 === 0) {
      console.log(`  ${milliseconds.length} requests, ${leaks.length} foreign canaries so far`);
    }
    for (const found of foreignWords(text, request, owners)) {
      leaks.push({ request: `${tenant.canary}: ${kind.name} ${path}`, found });
    }
    const line = `${isOwn ? "own" : "any"} ${kind.name} ${status}`;
    statuses.set(line, (statuses.get(line) ?? 0) + 1);
    if (!isOwn || kind.name !== "html" || status !== 200 || !path.startsWith("/o/")) return;
    pages += 1;
    if (text.includes(tenant.canary)) telling += 1;
  };
  const worker = async (): Promise<void> => {
    while (sent < limits.requests && Date.now() < limits.until) {
      sent += 1;
      await one();
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return { statuses, leaks, pages, telling, milliseconds };
}
