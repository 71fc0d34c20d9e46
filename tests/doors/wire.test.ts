import { connect } from "node:net";
import { beforeAll, expect, test } from "vitest";

const origin = new URL(process.env.STANDBY_URL ?? "http://localhost");

/** What an attacker hides behind the end of a request, as the one in front sees it. */
const HIDDEN = "GET /hidden-behind HTTP/1.1\r\nHost: evil.example\r\n\r\n";

type Heard = { readonly statuses: readonly number[]; readonly isClosed: boolean };

/** All answers to what is written on one connection, until it ends or nothing more comes. */
function speak(text: string): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(origin.port), origin.hostname);
    let heard = "";
    const done = (isClosed: boolean) => {
      socket.destroy();
      const statuses = [...heard.matchAll(/HTTP\/1\.[01] (\d{3}) /g)].map(([, one]) => Number(one));
      resolve({ statuses, isClosed });
    };
    socket.setTimeout(5_000, () => done(false));
    socket.on("data", (part) => {
      heard += part.toString("latin1");
    });
    socket.on("end", () => done(true));
    socket.on("error", (error) => (heard ? done(true) : reject(error)));
    socket.write(text, "latin1");
  });
}

const post = (headers: readonly string[], body: string, path = "/api/auth/signout") =>
  [`POST ${path} HTTP/1.1`, `Host: ${origin.host}`, ...headers, "", body].join("\r\n");

const CHUNKED = `0\r\n\r\n${HIDDEN}`;
const length = HIDDEN.length;

/** Each can be read in two ways: a proxy in front could see one request where the server sees two. */
const AMBIGUOUS: Readonly<Record<string, string>> = {
  "a length and chunks": post(["Content-Length: 6", "Transfer-Encoding: chunked"], CHUNKED),
  "chunks and a length": post(
    ["Transfer-Encoding: chunked", "Content-Length: 4"],
    `${length.toString(16)}\r\n${HIDDEN}\r\n0\r\n\r\n`,
  ),
  "two lengths": post([`Content-Length: ${length}`, "Content-Length: 0"], HIDDEN),
  "two lengths in one": post([`Content-Length: ${length}, 0`], HIDDEN),
  "the same length twice": post(["Content-Length: 0", "Content-Length: 0"], HIDDEN),
  "a length with a sign": post(["Content-Length: +0"], HIDDEN),
  "a length below nothing": post(["Content-Length: -1"], HIDDEN),
  "a length in hexadecimal": post(["Content-Length: 0x0"], HIDDEN),
  "a length with a blank inside": post(["Content-Length: 0 0"], HIDDEN),
  "a length beyond all numbers": post([`Content-Length: ${"9".repeat(40)}`], HIDDEN),
  "an unknown coding": post(["Transfer-Encoding: xchunked"], CHUNKED),
  "a coding that is not the last": post(["Transfer-Encoding: chunked, identity"], CHUNKED),
  "a coding twice": post(["Transfer-Encoding: chunked", "Transfer-Encoding: x"], CHUNKED),
  "a blank before the colon": post(["Transfer-Encoding : chunked"], CHUNKED),
  "a sign before the coding": post(["Transfer-Encoding: \u000bchunked"], CHUNKED),
  "a folded line": post(["Transfer-Encoding:", " chunked", "Content-Length: 0"], CHUNKED),
  "a folded length": post(["Content-Length: 0", ` ${length}`], HIDDEN),
  "a line that begins with a blank": post([" Content-Length: 0"], HIDDEN),
  "a header without a colon": post(["Content-Length: 0", "Transfer-Encoding chunked"], HIDDEN),
  "a NUL in a name": post(["Content-Length\u0000: 0"], HIDDEN),
  "a return alone": post(["X: a\rTransfer-Encoding: chunked", "Content-Length: 0"], HIDDEN),
  "a piece without a size": post(["Transfer-Encoding: chunked"], `\r\n${HIDDEN}`),
  "a piece of too great a size": post(
    ["Transfer-Encoding: chunked"],
    `${"f".repeat(20)}\r\n${HIDDEN}`,
  ),
  "a piece with a sign": post(["Transfer-Encoding: chunked"], `+0\r\n\r\n${HIDDEN}`),
  "no host": `POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n${HIDDEN}`,
  "an older version with pieces": post(["Transfer-Encoding: chunked"], CHUNKED).replace(
    "HTTP/1.1",
    "HTTP/1.0",
  ),
};

// The first request of a server is slow.
beforeAll(() => fetch(`${origin.origin}/api/health`));

test("two requests that are meant to be two are answered as two", async () => {
  const health = `GET /api/health HTTP/1.1\r\nHost: ${origin.host}\r\n`;
  expect((await speak(`${health}\r\n${health}Connection: close\r\n\r\n`)).statuses).toEqual([
    200, 200,
  ]);
});

test.each(Object.entries(AMBIGUOUS))(
  "with %s is refused, and what is behind it is no request",
  async (_, text) => {
    const { statuses, isClosed } = await speak(text);
    expect(statuses).toEqual([400]);
    expect(isClosed).toBe(true);
  },
);

test.each([
  [
    "a page does not want",
    411,
    post(
      ["Transfer-Encoding: chunked"],
      `${length.toString(16)}\r\n${HIDDEN}\r\n0\r\n\r\n`,
      "/sign-in",
    ),
  ],
  ["is of another kind", 415, post([`Content-Length: ${length}`], HIDDEN, "/api/policy")],
  [
    "comes with a question",
    200,
    post([`Content-Length: ${length}`], HIDDEN, "/api/health").replace("POST", "GET"),
  ],
])("a body that %s is refused with %i or unread, and is no request", async (_, status, text) => {
  expect((await speak(text)).statuses).toEqual([status]);
});

test("a piece that is longer than it says ends the connection, and what is behind it is no request", async () => {
  const pieces = `1\r\nab\r\n0\r\n\r\n${HIDDEN}`;
  const { statuses, isClosed } = await speak(post(["Transfer-Encoding: chunked"], pieces));
  // The form is refused, or the pieces are, or one after the other.
  expect([[403], [400], [403, 400]]).toContainEqual(statuses);
  expect(isClosed).toBe(true);
});
