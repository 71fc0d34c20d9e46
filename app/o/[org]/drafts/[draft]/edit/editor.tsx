"use client";

import { DraftEditor, type DraftEditorProps } from "@/components/draft/draft-editor";
import { diff } from "@/lib/roster/diff";
import { describe } from "@/lib/roster/words";
import { exceptionName } from "@/lib/roster/words-phrases";

const words: DraftEditorProps["words"] = {
  changes: (base, edited, names, zone, now) => describe(diff(base, edited), base, names, zone, now),
  override: exceptionName,
};

/** The editor with the roster's own words for changes, which cannot come from the server: they are functions. */
export function Editor(props: Omit<DraftEditorProps, "words">) {
  return <DraftEditor {...props} words={words} />;
}
