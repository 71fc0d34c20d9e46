"use client";

import { useEffect, useRef, useState } from "react";
import { sameWork, type Work } from "./reducer";

/** Unsaved work, kept in this tab, with the draft's version that it began from. */
export type SafetyCopy = { readonly version: number; readonly work: Work };

const keyOf = (draftId: string): string => `standby-draft-${draftId}`;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

function isCopy(value: unknown): value is SafetyCopy {
  if (!isObject(value) || typeof value.version !== "number" || !isObject(value.work)) return false;
  const { title, words, definition } = value.work;
  if (typeof title !== "string" || typeof words !== "string" || !isObject(definition)) return false;
  const lists = [definition.tiers, definition.overrides, definition.calendars];
  return typeof definition.zone === "string" && lists.every(Array.isArray);
}

/** What text from the store holds, or null when it is no safety copy. */
export function readCopy(text: string | null): SafetyCopy | null {
  if (!text) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isCopy(value) ? value : null;
  } catch {
    return null;
  }
}

// The store may be full or forbidden; the editor works without a copy then.
function quietly(act: () => void): void {
  try {
    act();
  } catch {
    return;
  }
}

function write(draftId: string, copy: SafetyCopy | null): void {
  quietly(() => {
    if (copy) sessionStorage.setItem(keyOf(draftId), JSON.stringify(copy));
    else sessionStorage.removeItem(keyOf(draftId));
  });
}

/**
 * Keeps unsaved work in the tab's store, asks before the page is left with it, and finds what an earlier
 * visit left behind: `found`, until `decide` is called.
 */
export function useSafetyCopy(draftId: string, version: number, present: Work, saved: Work) {
  const dirty = !sameWork(present, saved);
  const [found, setFound] = useState<SafetyCopy | null>(null);
  const first = useRef(present);
  const wasDirty = useRef(false);

  useEffect(() => {
    quietly(() => {
      const copy = readCopy(sessionStorage.getItem(keyOf(draftId)));
      if (copy && !sameWork(copy.work, first.current)) setFound(copy);
    });
  }, [draftId]);

  useEffect(() => {
    if (!dirty && wasDirty.current) write(draftId, null);
    wasDirty.current = dirty;
    if (!dirty) return;
    const timer = setTimeout(() => write(draftId, { version, work: present }), 300);
    return () => clearTimeout(timer);
  }, [draftId, version, present, dirty]);

  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent) => {
      write(draftId, { version, work: present });
      event.preventDefault();
    };
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [draftId, version, present, dirty]);

  // Leaving for another page of the app asks nothing; what was not saved must still be found again.
  const latest = useRef<SafetyCopy | null>(null);
  useEffect(() => {
    latest.current = dirty ? { version, work: present } : null;
  }, [version, present, dirty]);
  useEffect(
    () => () => {
      if (latest.current) write(draftId, latest.current);
    },
    [draftId],
  );

  return {
    dirty,
    found,
    decide: () => {
      setFound(null);
      if (!dirty) write(draftId, null);
    },
  };
}
