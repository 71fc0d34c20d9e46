import * as z from "zod";
import type { Definition } from "@/lib/schedule/types";
import { checkDefinition } from "./schema-checks";
import { calendarSchema, homeSchema, overrideSchema, tierSchema } from "./schema-entities";
import { LIMITS, listSchema, zoneSchema } from "./schema-parts";

/** A place in the input (`tiers.0.layers.1.name`; empty for the whole) and what to do about it. */
export type Problem = { readonly path: string; readonly message: string };

export type ParsedDefinition =
  | { readonly ok: true; readonly definition: Definition }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const MOST_VALUES = 100_000;
const DEEPEST = 16;
const MOST_PROBLEMS = 50;

/** Strict: unknown keys are refused. Names come back trimmed. `isZone` says which zone names exist. */
export function definitionSchema(isZone: (name: string) => boolean) {
  const zone = zoneSchema(isZone);
  return z
    .strictObject({
      zone,
      tiers: listSchema(tierSchema(zone), LIMITS.tiers, "tiers"),
      overrides: listSchema(overrideSchema, LIMITS.overrides, "overrides"),
      calendars: listSchema(calendarSchema, LIMITS.calendars, "calendars"),
      homes: listSchema(homeSchema(zone), LIMITS.homes, "time zones of people")
        .refine((homes) => homes.length > 0, "Leave this out when there is nobody in it.")
        .optional(),
    })
    .superRefine((definition, context) => {
      checkDefinition(definition, (path, message) => {
        context.addIssue({ code: "custom", path: [...path], message });
      });
    });
}

// Building a schema costs far more than using it.
const schemas = new WeakMap<(name: string) => boolean, ReturnType<typeof definitionSchema>>();

function schemaFor(isZone: (name: string) => boolean) {
  const known = schemas.get(isZone);
  if (known) return known;
  const built = definitionSchema(isZone);
  schemas.set(isZone, built);
  return built;
}

/**
 * Reads a definition from anywhere. Never throws: at most 50 problems come back, one a path, each with a
 * sentence that says what to do. Pass the same `isZone` every time: the schema is kept for it. What is too large or too deep is refused before it is looked at.
 */
export function parseDefinition(
  value: unknown,
  isZone: (name: string) => boolean,
): ParsedDefinition {
  if (!isModest(value)) {
    return {
      ok: false,
      problems: [{ path: "", message: "This is too large; remove some of it." }],
    };
  }
  const parsed = schemaFor(isZone).safeParse(value);
  if (parsed.success) return { ok: true, definition: parsed.data };
  // The first problem of a place is the one to mend; the next one often follows from it.
  const problems = new Map<string, Problem>();
  for (const issue of parsed.error.issues) {
    if (problems.size === MOST_PROBLEMS) break;
    const path = issue.path.map(String).join(".");
    if (!problems.has(path)) problems.set(path, { path, message: issue.message.slice(0, 300) });
  }
  return { ok: false, problems: [...problems.values()] };
}

/** Counts values level by level and gives up early, so that hostile input costs no more than honest input. */
function isModest(value: unknown): boolean {
  let level: unknown[] = [value];
  let count = 1;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return false;
    const next: unknown[] = [];
    for (const item of level) {
      if (typeof item !== "object" || item === null) continue;
      const inner: unknown[] = Object.values(item);
      count += inner.length;
      if (count > MOST_VALUES) return false;
      for (const one of inner) next.push(one);
    }
    level = next;
  }
  return true;
}
