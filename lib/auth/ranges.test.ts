import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isInside, toAddress, toRange } from "./ranges";

describe("a range", () => {
  test.each([
    ["192.0.2.0/24", "192.0.2.0/24"],
    [" 192.0.2.7 ", "192.0.2.7/32"],
    ["2001:DB8::/32", "2001:db8::/32"],
    ["2001:db8::1", "2001:db8::1/128"],
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["192.0.2.0/33", null],
    ["192.0.2.0/-1", null],
    ["192.0.2.0/", null],
    ["192.0.2.0/8/8", null],
    ["192.0.2/24", null],
    ["0x7f.0.0.1", null],
    ["fe80::1%eth0", null],
    ["::/129", null],
    ["example.com", null],
    ["", null],
  ])("%j is %j", (text, range) => {
    expect(toRange(text)).toBe(range);
  });
});

describe("an address is inside", () => {
  test.each([
    [["192.0.2.0/24"], "192.0.2.255", true],
    [["192.0.2.0/24"], "192.0.3.0", false],
    [["192.0.2.0/24"], "::ffff:192.0.2.9", true],
    [["2001:db8::/32"], "2001:db8:ffff::1", true],
    [["2001:db8::/32"], "2001:db9::1", false],
    [["0.0.0.0/0"], "2001:db8::1", false],
    [["198.51.100.0/24", "2001:db8::1/128"], "2001:db8:0:0::1", true],
    [["192.0.2.0/24"], null, false],
    [["192.0.2.0/24"], "somewhere", false],
    [[], "192.0.2.1", false],
  ])("%j: %j is %j", (ranges, address, inside) => {
    expect(isInside(ranges, address)).toBe(inside);
  });

  test("of IPv4, as arithmetic has it", () => {
    const bytes = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));
    const numberOf = (all: readonly number[]) => all.reduce((sum, one) => sum * 256 + one, 0);
    fc.assert(
      fc.property(bytes, bytes, fc.nat(32), (network, address, bits) => {
        const size = 2 ** (32 - bits);
        const inside =
          Math.floor(numberOf(network) / size) === Math.floor(numberOf(address) / size);
        const range = toRange(`${network.join(".")}/${bits}`);
        expect(isInside([range ?? ""], address.join("."))).toBe(inside);
      }),
    );
  });
});

test("an address wrapped in IPv6, or with a zone, is the address", () => {
  expect(toAddress("::FFFF:192.0.2.1")).toBe("192.0.2.1");
  expect(toAddress("fe80::1%eth0")).toBe("fe80::1");
  expect(toAddress("192.0.2.1:443")).toBeNull();
});
