import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import type { Door } from "@/lib/doors/door";
import { PERMISSION_NAMES } from "@/lib/tenancy/permissions";

/** One exported function that a request can reach. `door` is null where it was not made by one. */
export type Found = {
  /** `people/actions.ts addPerson`, `teams/[team]/page.tsx`; what is not of an organisation begins with `/`. */
  readonly id: string;
  readonly file: string;
  readonly name: string;
  readonly door: Door | null;
};

const ROOTS = ["app", "components", "lib"];
const ORGANISATION = "app/o/[org]/";
/** The files by which Next makes something that a browser can ask for. */
const ENTRY = /^app\/(.*\/)?(page|layout|template|default|route)\.[jt]sx?$/;

const doorSchema = z.object({
  kind: z.enum(["page", "layout", "route", "action", "account"]),
  stepUp: z.literal(true).optional(),
  asks: z.enum(["member", "visitor", "signed-in", "anybody", ...PERMISSION_NAMES]),
  takes: z.array(z.instanceof(z.ZodType)),
});

/** The product's own source files. */
export function sourceFiles(): string[] {
  return ROOTS.flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: "utf8" })
      .map((file) => path.posix.join(root, file.replaceAll(path.sep, "/")))
      .filter((file) => /\.[jt]sx?$/.test(file) && !/\.test\.|\/generated\//.test(file)),
  ).sort();
}

/** Whether every export of the file is an action, which anybody can post to. */
export function holdsActions(file: string): boolean {
  return /^["']use server["']/.test(readFileSync(file, "utf8"));
}

function idOf(file: string, name: string): string {
  const place = file.startsWith(ORGANISATION)
    ? file.slice(ORGANISATION.length)
    : `/${file.replace(/^app\//, "")}`;
  return name === "default" || name === "GET" ? place : `${place} ${name}`;
}

/** The door's own word, from the property that the doors write. */
function doorOf(handler: object): Door | null {
  return "door" in handler ? doorSchema.parse(handler.door) : null;
}

/** Every exported function of every page, layout, route and file of actions on disk: also metadata, which runs beside the door. */
export async function findDoors(): Promise<readonly Found[]> {
  const files = sourceFiles().filter((file) => ENTRY.test(file) || holdsActions(file));
  const all: Found[] = [];
  for (const file of files) {
    const exported = z
      .record(z.string(), z.unknown())
      .parse({ ...(await import(path.resolve(file))) });
    for (const [name, value] of Object.entries(exported)) {
      if (typeof value !== "function") continue;
      all.push({ id: idOf(file, name), file, name, door: doorOf(value) });
    }
  }
  return all;
}

/** Those that lead into an organisation. */
export const isOfOrganisation = ({ file }: Found): boolean => file.startsWith(ORGANISATION);
