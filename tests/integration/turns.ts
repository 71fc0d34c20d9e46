import { connect, createServer, type Socket } from "node:net";

export type Turns = {
  /** The address by way of the middle man. */
  readonly url: string;
  /** How often somebody who sent something has been answered. */
  readonly count: () => number;
  readonly close: () => Promise<void>;
};

/** Stands between the application and PostgreSQL and counts how often one waits for the other. */
export async function countTurns(databaseUrl: string): Promise<Turns> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let turns = 0;
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    let asked = false;
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
    }
    near.on("data", () => {
      asked = true;
    });
    far.on("data", () => {
      if (asked) turns += 1;
      asked = false;
    });
    near.on("close", () => far.destroy());
    far.on("close", () => near.destroy());
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const by = new URL(databaseUrl);
  if (typeof address === "object" && address !== null) by.port = String(address.port);
  return {
    url: by.toString(),
    count: () => turns,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
