import { BlockList, isIP } from "node:net";

/** A range of network addresses in CIDR notation, such as 192.0.2.0/24 or 2001:db8::/32; one address is one too. */
export type Range = string;

const BITS: Readonly<Record<number, number>> = { 4: 32, 6: 128 };
const familyOf = (address: string) => (isIP(address) === 6 ? "ipv6" : "ipv4");

/** An address in its usual form, IPv4 also where it is wrapped in IPv6; null for a text that is none. */
export function toAddress(text: string): string | null {
  const plain = /^::ffff:([\d.]+)$/i.exec(text)?.[1] ?? text.replace(/%.*/s, "");
  return isIP(plain) === 0 ? null : plain;
}

/** A range as it is stored; null for a text that is none. */
export function toRange(text: string): Range | null {
  const [address = "", length, more] = text.trim().toLowerCase().split("/");
  const most = BITS[isIP(address)];
  if (most === undefined || more !== undefined || address.includes("%")) return null;
  const bits = length ?? String(most);
  return /^\d{1,3}$/.test(bits) && Number(bits) <= most ? `${address}/${Number(bits)}` : null;
}

/** Whether an address lies in one of these ranges. What is no address lies in none. */
export function isInside(ranges: readonly Range[], address: string | null): boolean {
  const plain = address === null ? null : toAddress(address);
  if (plain === null) return false;
  const list = new BlockList();
  for (const range of ranges) {
    const [network = "", bits] = range.split("/");
    list.addSubnet(network, Number(bits), familyOf(network));
  }
  return list.check(plain, familyOf(plain));
}
