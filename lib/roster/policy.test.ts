import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  acknowledgements,
  defaultPolicy,
  findingKinds,
  gates,
  instants,
  type Policy,
  policyFormSchema,
  policySchema,
  tighten,
} from "./policy";

const gate = fc.constantFrom(...gates);
const policyArbitrary: fc.Arbitrary<Policy> = fc.record({
  approvals: fc.integer({ min: 1, max: 5 }),
  acknowledgement: fc.constantFrom(...acknowledgements),
  gates: fc.record({
    gap: gate,
    unreachable: gate,
    left: gate,
    double: gate,
    "time-off": gate,
    rest: gate,
  }),
  noticeMs: fc.integer({ min: 0, max: 90 * 86_400_000 }),
  instant: fc.constantFrom(...instants),
});

const asStrict = (a: Policy, b: Policy) =>
  a.approvals >= b.approvals &&
  a.noticeMs >= b.noticeMs &&
  acknowledgements.indexOf(a.acknowledgement) >= acknowledgements.indexOf(b.acknowledgement) &&
  instants.indexOf(a.instant) >= instants.indexOf(b.instant) &&
  findingKinds.every((kind) => gates.indexOf(a.gates[kind]) >= gates.indexOf(b.gates[kind]));

describe("tighten", () => {
  test("never laxer than the organisation's, nor than the schedule's", () => {
    void fc.assert(
      fc.property(policyArbitrary, policyArbitrary, (organisation, schedule) => {
        const both = tighten(organisation, schedule);
        expect(asStrict(both, organisation)).toBe(true);
        expect(asStrict(both, schedule)).toBe(true);
        expect(tighten(both, schedule)).toEqual(both);
        expect(tighten(schedule, organisation)).toEqual(both);
        expect(policySchema.parse(both)).toEqual(both);
      }),
    );
  });

  test("without a policy of its own, a schedule has its organisation's", () => {
    expect(tighten(defaultPolicy, null)).toEqual(defaultPolicy);
  });

  test("letting swaps through at once is laxer than not", () => {
    const swaps: Policy = { ...defaultPolicy, instant: "agreed-swaps" };
    expect(tighten(defaultPolicy, swaps).instant).toBe("none");
    expect(tighten(swaps, defaultPolicy).instant).toBe("none");
    expect(tighten(swaps, swaps).instant).toBe("agreed-swaps");
  });
});

describe("schemas", () => {
  test("bounds", () => {
    expect(policySchema.parse(defaultPolicy)).toEqual(defaultPolicy);
    for (const change of [
      { approvals: 0 },
      { approvals: 6 },
      { approvals: 1.5 },
      { noticeMs: -1 },
      { extra: 1 },
    ]) {
      expect(policySchema.safeParse({ ...defaultPolicy, ...change }).success).toBe(false);
    }
  });

  test("from a form", () => {
    const form = {
      approvals: "2",
      acknowledgement: "affected",
      instant: "none",
      noticeHours: "48",
      "gate-gap": "block",
      "gate-unreachable": "waiver",
      "gate-left": "block",
      "gate-double": "warn",
      "gate-time-off": "warn",
      "gate-rest": "ignore",
    };
    expect(policyFormSchema.parse(form)).toEqual({
      approvals: 2,
      acknowledgement: "affected",
      instant: "none",
      noticeMs: 172_800_000,
      gates: {
        gap: "block",
        unreachable: "waiver",
        left: "block",
        double: "warn",
        "time-off": "warn",
        rest: "ignore",
      },
    });
    for (const change of [
      { approvals: "" },
      { approvals: "0" },
      { noticeHours: "1e3" },
      { noticeHours: "9999" },
    ]) {
      expect(policyFormSchema.safeParse({ ...form, ...change }).success).toBe(false);
    }
  });
});

test("a policy of before there was a gate for who has left asks for a reason there", () => {
  const { left: _, ...gates } = defaultPolicy.gates;
  expect(policySchema.parse({ ...defaultPolicy, gates }).gates.left).toBe("waiver");
});
