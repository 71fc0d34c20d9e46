"use client";

import { useState } from "react";
import type { Failure, Result } from "@/lib/result";
import type { Work } from "./reducer";

type Send<T> = (previous: Result<unknown> | null, form: FormData) => Promise<Result<T>>;

export type SavingActions = {
  readonly save: Send<{ readonly version: number }>;
  readonly submit: Send<unknown>;
};

/** What went wrong, and at which step: `stale` while saving means that somebody else saved. */
export type SaveFailure = Failure & { readonly step: "save" | "submit" };

type Saved = { readonly work: Work; readonly version: number; readonly submitted: boolean };

const OFFLINE: Failure = {
  code: "offline",
  message: "Standby could not be reached. Your edits are kept here; try again.",
};

async function sent<T>(
  send: Send<T>,
  fields: Readonly<Record<string, string>>,
): Promise<Result<T>> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  try {
    return await send(null, form);
  } catch {
    return { ok: false, error: OFFLINE };
  }
}

/** Saving by compare-and-set on the version, and asking for a review after it. */
export function useSaving(draftId: string, start: Saved, actions: SavingActions) {
  const [saved, setSaved] = useState(start);
  const [busy, setBusy] = useState<"save" | "submit" | null>(null);
  const [failure, setFailure] = useState<SaveFailure | null>(null);

  const save = async (work: Work): Promise<number | null> => {
    const { title, words, definition } = work;
    const document = JSON.stringify(definition);
    const version = `${saved.version}`;
    const result = await sent(actions.save, { draftId, version, title, words, document });
    if (!result.ok) {
      setFailure({ ...result.error, step: "save" });
      return null;
    }
    setSaved({ work, version: result.data.version, submitted: false });
    return result.data.version;
  };

  const submit = async (version: number): Promise<boolean> => {
    const result = await sent(actions.submit, { draftId, version: `${version}` });
    if (!result.ok) setFailure({ ...result.error, step: "submit" });
    return result.ok;
  };

  const during = async <T>(step: "save" | "submit", work: () => Promise<T>): Promise<T> => {
    setBusy(step);
    setFailure(null);
    return work().finally(() => setBusy(null));
  };

  return {
    saved,
    busy,
    failure,
    forget: () => setFailure(null),
    save: (work: Work) => during("save", () => save(work)),
    /** Saves first what is not saved yet. True when the draft is under review. */
    saveAndSubmit: (work: Work, dirty: boolean) =>
      during("submit", async () => {
        const version = dirty ? await save(work) : saved.version;
        return version !== null && submit(version);
      }),
  };
}
