/**
 * The network that an address counts for: an IPv4 address itself, and of an IPv6 address the first 64 bits, of which a
 * single customer has all that follow. For a valid address.
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  if (!address.includes(":")) return address;
  // The parser of addresses writes every IPv6 address in one way: lower case, no dots, zeros shortened once.
  const { hostname } = new URL(`http://[${address.split("%")[0]}]`);
  const [head = "", tail] = hostname.slice(1, -1).split("::");
  const before = head.split(":").filter(Boolean);
  const after = (tail ?? "").split(":").filter(Boolean);
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array<string>(zeros).fill("0"), ...after];
  return `${groups.slice(0, 4).join(":")}::/64`;
}

/** The block that an address belongs to, by which a place is told from another: an IPv4 /24, an IPv6 /48. For a valid address. */
export function blockOf(address: string): string {
  const network = networkOf(address);
  if (network.includes(":")) return `${network.split(":").slice(0, 3).join(":")}::/48`;
  return `${network.split(".").slice(0, 3).join(".")}.0/24`;
}
