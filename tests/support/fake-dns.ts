import { createSocket } from "node:dgram";

/** The end of the first question: its name, type and class. */
function questionOf(query: Buffer): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let place = 12;
  for (let length = query[place] ?? 0; length > 0; length = query[place] ?? 0) {
    labels.push(query.toString("latin1", place + 1, place + 1 + length));
    place += 1 + length;
  }
  return { name: labels.join(".").toLowerCase(), end: place + 5 };
}

/** A TXT answer (RFC 1035, 4.1) with these texts; none: the name does not exist. */
function answerTo(query: Buffer, texts: readonly string[]): Buffer {
  const { end } = questionOf(query);
  const header = Buffer.from(query.subarray(0, 12));
  header.writeUInt16BE(texts.length > 0 ? 0x8180 : 0x8183, 2);
  header.writeUInt16BE(texts.length, 6);
  header.writeUInt32BE(0, 8);
  const records = texts.map((text) => {
    const data = Buffer.from(text);
    const fixed = Buffer.from("c00c001000010000003c0000", "hex");
    fixed.writeUInt16BE(data.length + 1, 10);
    return Buffer.concat([fixed, Buffer.from([data.length]), data]);
  });
  return Buffer.concat([header, query.subarray(12, end), ...records]);
}

/** A resolver on this machine that knows the TXT records of a map, by name in lower case. */
export async function startFakeDns(records: ReadonlyMap<string, readonly string[]>, port = 0) {
  const socket = createSocket("udp4");
  socket.on("message", (query, from) => {
    const texts = records.get(questionOf(query).name) ?? [];
    socket.send(answerTo(query, texts), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(port, "127.0.0.1", resolve));
  socket.unref();
  return { port: socket.address().port, close: () => socket.close() };
}
