import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

export type Taken = {
  readonly path: string;
  readonly authorization: string;
  readonly form: Readonly<Record<string, string>>;
};

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify(body));
}

/** A server that speaks as much of Twilio's HTTP as sending a message takes. */
export async function startFakeTwilio() {
  const taken: Taken[] = [];
  /** What it answers next, instead of taking a message. */
  const refusals: { readonly status: number; readonly code: number }[] = [];
  const server = createServer(async (request, response) => {
    const form = Object.fromEntries(new URLSearchParams(await read(request)));
    const refusal = refusals.shift();
    if (refusal)
      return answer(response, refusal.status, {
        ...refusal,
        message: `The 'To' number ${form.To} is not a valid phone number.`,
        more_info: `https://www.twilio.com/docs/errors/${refusal.code}`,
      });
    taken.push({
      path: request.url ?? "",
      authorization: request.headers.authorization ?? "",
      form,
    });
    answer(response, 201, {
      sid: `SM${String(taken.length).padStart(32, "0")}`,
      status: "queued",
      to: form.To,
      from: form.From ?? null,
      body: form.Body,
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    taken,
    refusals,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}
