"use client";

import { useEffect } from "react";

const OWN = "[data-own-undo], dialog";

function meant(event: KeyboardEvent): "undo" | "redo" | null {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
  if (event.target instanceof Element && event.target.closest(OWN)) return null;
  const key = event.key.toLowerCase();
  if (key === "y") return "redo";
  if (key !== "z") return null;
  return event.shiftKey ? "redo" : "undo";
}

/** Ctrl or Cmd with Z, and with Shift for redo. Fields that keep their own text are left alone. */
export function useUndoKeys(undo: () => void, redo: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const what = meant(event);
      if (!what) return;
      event.preventDefault();
      if (what === "undo") undo();
      else redo();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [undo, redo]);
}
