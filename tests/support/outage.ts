import net from "node:net";

/** A way to a server that can be shut, as when the server is gone: by another port of this machine. */
export async function breakable(address: string) {
  const { hostname, port } = new URL(address);
  const sockets = new Set<net.Socket>();
  let isShut = false;
  const server = net.createServer((client) => {
    if (isShut) {
      client.destroy();
      return;
    }
    const far = net.connect(Number(port), hostname);
    for (const socket of [client, far]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        client.destroy();
        far.destroy();
        sockets.delete(socket);
      });
    }
    client.pipe(far).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const own = server.address();
  if (own === null || typeof own === "string") throw new Error("no port");
  return {
    /** The same address by this way. */
    by: (other: string): string => {
      const url = new URL(other);
      url.host = `127.0.0.1:${own.port}`;
      return url.href;
    },
    shut: () => {
      isShut = true;
      for (const socket of sockets) socket.destroy();
    },
    open: () => {
      isShut = false;
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
