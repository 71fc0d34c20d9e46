import * as z from "zod";
import type { Proposal } from "@/lib/planner/propose";
import { KINDS, type Load, type PlanInput } from "@/lib/planner/types";

const interval = z.object({ startsAt: z.number(), endsAt: z.number() });
const load = z.object(
  Object.fromEntries(KINDS.map((kind) => [kind, z.number()])) as Record<keyof Load, z.ZodNumber>,
);

/** Whoever works on a plan and has not been seen for so long is gone, and the plan with it. */
export const GONE_MS = 60_000;

/** A plan's input, as it is kept. */
export const inputSchema: z.ZodType<PlanInput> = z.object({
  zone: z.string(),
  steps: z.array(interval),
  tiers: z.array(z.object({ id: z.string(), need: z.number() })),
  people: z.array(
    z.object({
      id: z.string(),
      zone: z.string(),
      experienced: z.boolean(),
      away: z.array(interval),
      around: z.array(interval),
      carried: load.nullable(),
    }),
  ),
  wishes: z.array(
    z.object({
      id: z.string(),
      person: z.string(),
      kind: z.enum(["prefers", "avoids"]),
      when: z.union([interval, z.object({ weekday: z.literal([1, 2, 3, 4, 5, 6, 7]) })]),
      weight: z.number(),
    }),
  ),
  limits: z.object({
    restMs: z.number(),
    inARow: z.number().nullable(),
    perWeek: z.number().nullable(),
    perMonth: z.number().nullable(),
    experienced: z.number(),
  }),
  weights: load.extend({ wishes: z.number(), handoffs: z.number() }),
  // Plans from before these were asked for counted so.
  nightAt: z.string().default("02:00"),
  weekend: z.array(z.literal([1, 2, 3, 4, 5, 6, 7])).default([6, 7]),
  holidays: z.array(z.string()),
});

const rule = z.enum(["cover", "twice", "away", "rest", "in-a-row", "week", "month", "experience"]);
const broken = z.array(
  z.object({
    rule,
    step: z.number(),
    person: z.number().optional(),
    tier: z.number().optional(),
    by: z.number(),
  }),
);
const measured = z.object({
  assignment: z.array(z.array(z.array(z.string()))),
  score: z.number(),
  fairness: z.object({
    people: z.array(z.object({ load, share: load, off: load })),
    spread: load,
  }),
  handoffs: z.number(),
  unmet: z.array(
    z.object({
      ...interval.shape,
      wish: z.string(),
      person: z.number(),
      because: z.enum(["away", "limits", "fairness"]),
      rules: z.array(rule),
    }),
  ),
  broken,
});

/** What came of a plan, as it is kept. */
export const proposalSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("proposed"),
    planned: measured,
    roundRobin: measured,
    status: z.enum(["optimal", "stopped"]),
    bound: z.number(),
    gap: z.number(),
  }),
  z.object({ kind: z.literal("infeasible"), broken }),
  z.object({ kind: z.literal("nothing") }),
]);

export const progressSchema = z.object({
  objective: z.number().nullable(),
  bound: z.number(),
  seconds: z.number(),
});

/** A proposal as it is written. */
export const toStored = (proposal: Proposal): z.input<typeof proposalSchema> =>
  proposalSchema.parse(proposal);
