import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { typed } from "@/lib/doors/form";
import { toForm } from "@/tests/doors/call";
import {
  type Found,
  findDoors,
  holdsActions,
  isOfOrganisation,
  sourceFiles,
} from "@/tests/doors/inventory";
import { OF_NO_ORGANISATION, SAMPLES } from "@/tests/doors/samples";
import { ACCOUNT_FORMS, PASSWORD } from "@/tests/fuzz/outside";

/** The files by which Next serves something in an organisation, and those that are only shown by them. */
const KINDS = ["page", "layout", "route", "error", "not-found"];
const SPECIAL =
  /^(page|layout|template|default|route|error|global-error|not-found|forbidden|unauthorized|loading|sitemap|robots|manifest|icon\d*|apple-icon\d*|opengraph-image\d*|twitter-image\d*)$/;

let doors: readonly Found[];
beforeAll(async () => {
  doors = await findDoors();
}, 120_000); // it imports the whole application

const ids = (found: readonly Found[]) => found.map(({ id }) => id).sort();

describe("every way into an organisation", () => {
  test("is made by a door, actions and what runs beside a page included", () => {
    const open = doors.filter((found) => isOfOrganisation(found) && !found.door);
    expect(ids(open)).toEqual([]);
    expect(doors.filter(isOfOrganisation).length).toBeGreaterThan(70);
  });

  test("has a valid call to try it with, and nothing else has", () => {
    const asked = doors.filter(
      (found) => isOfOrganisation(found) && found.door?.kind !== "account",
    );
    expect(Object.keys(SAMPLES).sort()).toEqual(ids(asked));
  });

  test("is a file of a kind that the tests walk", () => {
    const names = sourceFiles()
      .filter((file) => file.startsWith("app/o/"))
      .map((file) => path.basename(file).replace(/\.[jt]sx?$/, ""));
    const used = new Set(names.filter((name) => SPECIAL.test(name)));
    expect([...used].filter((name) => !KINDS.includes(name))).toEqual([]);
  });
});

test("what leads into no organisation is an act on one's own account, or listed with why", () => {
  const open = doors.filter((found) => !isOfOrganisation(found) && !found.door);
  expect(Object.keys(OF_NO_ORGANISATION).sort()).toEqual(ids(open));
});

test("every act on one's own account has a form to try it with, and nothing else has", () => {
  const acts = doors.filter(({ door, file, name }) => {
    if (door) return door.kind === "account";
    // SCIM takes JSON, and is tried as such.
    return (name === "POST" && !file.startsWith("app/scim/")) || holdsActions(file);
  });
  expect(Object.keys(ACCOUNT_FORMS).sort()).toEqual(ids(acts));
});

describe("no answer gives back to show again", () => {
  test("what was sent as a password", () => {
    const given = Object.entries(ACCOUNT_FORMS).flatMap(([id, fields]) =>
      Object.entries(typed(toForm(fields()))).flatMap(([name, value]) =>
        value.includes(PASSWORD) ? [`${id}: ${name}`] : [],
      ),
    );
    expect(given).toEqual([]);
  });

  test("what a field took that hides what is typed", () => {
    const names = sourceFiles().flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/<\w+[^<>]*type="password"/g)].map(
        ([field]) => `${/name="(\w+)"/.exec(field)?.[1]}`,
      ),
    );
    expect(names.length).toBeGreaterThan(5);
    expect(typed(toForm(Object.fromEntries(names.map((name) => [name, "typed"]))))).toEqual({});
  });
});

test("no action hides inside another file, where no list would find it", () => {
  const hidden = sourceFiles().filter(
    (file) => !holdsActions(file) && /^\s*["']use server["']/m.test(readFileSync(file, "utf8")),
  );
  expect(hidden).toEqual([]);
});
