import { connect, createServer } from "node:net";

/** A port on 127.0.0.1 that nobody listens on: the wanted one if it is free. */
export async function freePort(wanted?: number): Promise<number> {
  if (wanted !== undefined && (await listens(wanted, "127.0.0.1")) !== null) return wanted;
  const port = await listens(0, "127.0.0.1");
  if (port === null) throw new Error("There is no free port on 127.0.0.1.");
  return port;
}

/** Whether a server could listen there now. */
export async function isFree(port: number, host: string): Promise<boolean> {
  return (await listens(port, host)) !== null;
}

/** Whether somebody answers on this port of 127.0.0.1, or on another host. */
export function isTaken(port: number, host = "127.0.0.1"): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => settle(true));
    socket.once("error", () => settle(false));
    socket.setTimeout(1000, () => settle(false));
  });
}

/** The port listened on for a moment, or null. */
function listens(port: number, host: string): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(null));
    server.listen(port, host, () => {
      const address = server.address();
      const found = typeof address === "object" && address !== null ? address.port : null;
      server.close(() => resolve(found));
    });
  });
}
