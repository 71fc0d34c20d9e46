import CachePolicy from "http-cache-semantics";
import { beforeAll, expect, test } from "vitest";
import { READING, type Target } from "./ask";
import { send } from "./send";
import { findTargets } from "./targets";
import { EVERYTHING, type Holder, makeWorld, type World } from "./world";

const origin = process.env.STANDBY_URL ?? "";

type Headers = Readonly<Record<string, string>>;
type Answer = { readonly status: number; readonly headers: Headers; readonly body: string };
type Ask = (path: string, headers: Headers) => Promise<Answer>;

const direct: Ask = async (path, headers) => {
  const answer = await fetch(origin + path, { redirect: "manual", headers });
  return {
    status: answer.status,
    headers: Object.fromEntries(answer.headers),
    body: await answer.text(),
  };
};

/** A cache that everybody shares, which keeps all that RFC 9111 lets it keep; `kept` are the paths of which it has something. */
function sharedCache(): { readonly ask: Ask; readonly kept: ReadonlySet<string> } {
  const store = new Map<string, { readonly policy: CachePolicy; readonly answer: Answer }>();
  const kept = new Set<string>();
  const ask: Ask = async (path, headers) => {
    const request = {
      url: path,
      method: "GET",
      headers: { host: new URL(origin).host, ...headers },
    };
    const found = store.get(path);
    if (found?.policy.satisfiesWithoutRevalidation(request)) return found.answer;
    const answer = await direct(path, headers);
    const policy = new CachePolicy(request, answer, { shared: true });
    if (policy.storable()) {
      store.set(path, { policy, answer });
      kept.add(path);
    }
    return answer;
  };
  return { ask, kept };
}

let world: World;
let stranger: World;
let everything: Holder;
let targets: readonly Target[];
beforeAll(async () => {
  [world, stranger] = [await makeWorld(), await makeWorld()];
  everything = await world.holder(EVERYTHING);
  targets = (await findTargets(world, everything)).filter(({ action }) => action === null);
});

test("a cache between that everybody shares keeps files, and gives nobody another's page", async () => {
  const { ask, kept } = sharedCache();
  const other = await stranger.holder(EVERYTHING);
  const own = targets.map(({ path, sample }) => {
    const query = new URLSearchParams(sample.search?.(world));
    return `${path}${query.size > 0 ? `?${query}` : ""}`;
  });
  const paths = ["/", "/sign-in", "/organisations", "/api/health", "/second-factor", ...own].filter(
    (path) => !path.endsWith("/events"),
  );
  // Names end in it; it also stands in the organisation's address, which whoever asks has written.
  const leaks: string[] = [];
  for (const path of paths) {
    const first = await ask(path, { cookie: everything.cookie });
    for (const cookie of [other.cookie, ""]) {
      const through = await ask(path, { cookie });
      const itself = await direct(path, { cookie });
      if (through.status !== itself.status || through.body.includes(` ${world.canary}`))
        leaks.push(`${path}: ${through.status} and not ${itself.status}`);
    }
    if (own.includes(path)) expect.soft(first.status, path).toBe(200);
  }
  expect(paths.length).toBeGreaterThan(40);
  expect(leaks).toEqual([]);
  // Not even that somebody found nothing: who may see what is there asks next.
  expect([...kept].filter((path) => own.includes(path))).toEqual([]);
  const page = await ask("/sign-in", {});
  const [script = ""] = /\/_next\/static\/[^"\\ ]+\.js/.exec(page.body) ?? [];
  await ask(script, {});
  expect(kept.has(script)).toBe(true);
});

test("parts of a page are another answer than the page, also for a cache", async () => {
  const asked = READING.filter(({ headers }) => Object.keys(headers).length > 0);
  expect(asked.length).toBeGreaterThan(2);
  const [target] = targets;
  if (!target) throw new Error("no page");
  for (const form of asked) {
    const rest = { search: {}, headers: {}, cookie: everything.cookie, action: null };
    const { headers } = await send(origin, { path: target.path, form, ...rest });
    expect.soft(headers.get("cache-control") ?? "", form.name).toMatch(/no-store/);
  }
});
