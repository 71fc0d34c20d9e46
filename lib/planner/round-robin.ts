import { mod } from "@/lib/schedule/calendar";
import type { Problem } from "./problem";
import type { Assignment } from "./types";

/**
 * What people do without a planner: everybody in turn, whoever is away is passed over (or, when everybody
 * is, called in), each tier beginning elsewhere in the order. It looks at no other limit.
 */
export const roundRobin = ({ input, free }: Problem): Assignment => {
  const count = input.people.length;
  const next = input.tiers.map((_, tier) => Math.floor((tier * count) / input.tiers.length));
  return input.steps.map((_, step) => {
    const taken = new Set<number>();
    return input.tiers.map(({ need }, tier) => {
      const people: number[] = [];
      while (people.length < need) {
        const found = nextOf(next[tier] ?? 0, count, (person) =>
          taken.has(person) ? "no" : free[person]?.[step] ? "yes" : "if need be",
        );
        if (found === null) break;
        taken.add(found);
        people.push(found);
        next[tier] = mod(found + 1, count);
      }
      return people.sort((a, b) => a - b);
    });
  });
};

/** The first from `from` on who can, else the first who might. */
const nextOf = (
  from: number,
  count: number,
  can: (person: number) => "yes" | "if need be" | "no",
): number | null => {
  const order = Array.from({ length: count }, (_, i) => mod(from + i, count));
  const first = (answer: string) => order.find((person) => can(person) === answer);
  return first("yes") ?? first("if need be") ?? null;
};
