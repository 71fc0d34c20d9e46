"use server";

import { redirect } from "next/navigation";
import { action } from "@/lib/doors/action";
import { previewImport, runImport } from "@/lib/roster/import-commands";
import { pack } from "@/lib/roster/import-pack";
import { previewPeople, runPeople } from "@/lib/roster/import-people";
import {
  previewImportSchema,
  previewPeopleSchema,
  runImportSchema,
  runPeopleSchema,
} from "@/lib/roster/import-schema";

/** A file of 2 MB with thousands of people takes its time on a small machine. */
const WHOLE_FILE = 60_000;

export const lookAtSchedules = action({
  permission: "import.run",
  costly: "import-organisation",
  timeoutMs: WHOLE_FILE,
  input: previewImportSchema,
  run: async (context, { text }) => ({
    report: await previewImport(context, text),
    packed: pack(text),
  }),
});

export const makeDrafts = action({
  permission: "import.run",
  costly: "import-organisation",
  timeoutMs: WHOLE_FILE,
  input: runImportSchema,
  run: runImport,
  done: (_, actor) => redirect(`/o/${actor.slug}/drafts`),
});

export const lookAtPeople = action({
  permission: "import.run",
  costly: "import-organisation",
  timeoutMs: WHOLE_FILE,
  input: previewPeopleSchema,
  run: async (context, input) => ({
    report: { ...(await previewPeople(context, input)), country: input.country ?? "" },
    packed: pack(input.text),
  }),
});

export const addPeople = action({
  permission: "import.run",
  costly: "import-organisation",
  timeoutMs: WHOLE_FILE,
  input: runPeopleSchema,
  run: runPeople,
  done: (_, actor) => redirect(`/o/${actor.slug}/people`),
});
