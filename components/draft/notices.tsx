"use client";

import { useState } from "react";
import { Button, ButtonLink } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import type { Problem } from "@/lib/roster/schema";
import type { Definition } from "@/lib/schedule/types";
import { problemInWords } from "./problems";
import type { SafetyCopy } from "./safety-copy";
import type { SaveFailure } from "./use-saving";

/** What to know before editing: the schedule has moved on, or the draft is under review. */
export function Standing({
  moved,
  submitted,
  draftHref,
}: {
  readonly moved: boolean;
  readonly submitted: boolean;
  readonly draftHref: string;
}) {
  return (
    <>
      {moved && (
        <Callout
          tone="warn"
          title="The schedule has changed since this draft began"
          action={<ButtonLink href={draftHref}>Bring it up to date</ButtonLink>}
        >
          You can go on editing; before a review the draft must be brought up to date.
        </Callout>
      )}
      {submitted && (
        <Callout title="This draft is under review">
          Saving an edit takes it back from review, and approvals so far count no more.
        </Callout>
      )}
    </>
  );
}

const MOST_PROBLEMS = 5;

/** What keeps the roster from being saved, in words. Nothing when it is whole. */
export function Problems({
  problems,
  definition,
}: {
  readonly problems: readonly Problem[];
  readonly definition: Definition;
}) {
  if (problems.length === 0) return null;
  const more = problems.length - MOST_PROBLEMS;
  return (
    <Callout tone="warn" title="Not whole yet: it cannot be saved like this">
      <ul>
        {problems.slice(0, MOST_PROBLEMS).map((one) => (
          <li key={one.path}>{problemInWords(one, definition)}</li>
        ))}
        {more > 0 && <li>And {more} more.</li>}
      </ul>
    </Callout>
  );
}

/** Unsaved edits that an earlier visit left in this tab. */
export function Restore({
  copy,
  version,
  onRestore,
  onForget,
}: {
  readonly copy: SafetyCopy;
  readonly version: number;
  readonly onRestore: () => void;
  readonly onForget: () => void;
}) {
  return (
    <Callout
      title="You left edits here that were not saved"
      action={
        <div className="flex flex-wrap gap-2">
          <Button variant="primary" onClick={onRestore}>
            Restore them
          </Button>
          <Button onClick={onForget}>Forget them</Button>
        </div>
      }
    >
      {copy.version < version
        ? "The draft has been saved by somebody since. Restoring puts your edits in place of theirs; Undo brings theirs back."
        : "Restoring brings them back; nothing is saved until you save."}
    </Callout>
  );
}

/** Saving went wrong. What was edited is still here. */
export function SaveProblem({
  failure,
  draftHref,
  text,
}: {
  readonly failure: SaveFailure;
  readonly draftHref: string;
  /** The edits as text, to copy. */
  readonly text: () => string;
}) {
  if (failure.step === "save" && failure.code === "stale") return <Stale text={text} />;
  return (
    <div role="alert" className="mt-2">
      <Callout
        tone="bad"
        title={
          failure.step === "save" ? "It was not saved" : "It was saved, but not sent to review"
        }
        action={
          failure.step === "submit" && <ButtonLink href={draftHref}>Go to the draft</ButtonLink>
        }
      >
        {failure.message}
      </Callout>
    </div>
  );
}

function Stale({ text }: { readonly text: () => string }) {
  const [copied, setCopied] = useState("");
  const copy = () =>
    navigator.clipboard.writeText(text()).then(
      () => setCopied("Copied."),
      () => setCopied("The browser did not allow copying."),
    );
  return (
    <div role="alert" className="mt-2">
      <Callout
        tone="bad"
        title="Somebody else has saved this draft since you opened it"
        action={
          <div className="flex flex-wrap items-center gap-2">
            <Button onClick={() => void copy()}>Copy my edits</Button>
            <Button variant="primary" onClick={() => location.reload()}>
              Load theirs
            </Button>
          </div>
        }
      >
        Your edits are still here and nothing is lost. Load theirs, look at them, and restore yours
        from the copy kept in this tab. <span role="status">{copied}</span>
      </Callout>
    </div>
  );
}
