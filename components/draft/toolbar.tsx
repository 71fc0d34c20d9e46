"use client";

import { Redo2, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Segments } from "./segments";

export type Panel = "edit" | "preview";

type Props = {
  readonly panel: Panel;
  readonly onPanel: (panel: Panel) => void;
  readonly undo: (() => void) | null;
  readonly redo: (() => void) | null;
  readonly dirty: boolean;
  readonly busy: "save" | "submit" | null;
  /** Why it cannot be saved, or cannot be sent to review; null when it can. */
  readonly cannotSave: string | null;
  readonly cannotSubmit: string | null;
  readonly onSave: () => void;
  readonly onSubmit: () => void;
  /** What went wrong while saving: shown here, where it is seen from anywhere on the page. */
  readonly children?: ReactNode;
};

/** What is always in reach: undo, whether it is saved, and the two ways to save. */
export function Toolbar(props: Props) {
  const { panel, onPanel, undo, redo, dirty, busy, cannotSave, cannotSubmit, onSave } = props;
  const standing = dirty ? "Unsaved changes" : "All changes saved";
  return (
    <div className="sticky top-0 z-20 -mx-4 mb-5 border-line border-b bg-bg px-4 py-2 max-md:top-13 md:-mx-8 md:px-8">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-2">
        <Segments
          label="Show"
          className="xl:hidden"
          value={panel}
          onChoose={onPanel}
          choices={[
            { value: "edit", label: "Edit" },
            { value: "preview", label: "Preview" },
          ]}
        />
        <div className="flex items-center">
          <IconButton label="Undo (Ctrl+Z)" disabled={!undo} onClick={undo ?? undefined}>
            <Undo2 aria-hidden />
          </IconButton>
          <IconButton label="Redo (Ctrl+Shift+Z)" disabled={!redo} onClick={redo ?? undefined}>
            <Redo2 aria-hidden />
          </IconButton>
        </div>
        <p
          role="status"
          className="min-w-0 flex-1 basis-40 truncate text-muted text-sm max-sm:sr-only"
        >
          {busy ? "Saving…" : standing}
          {cannotSubmit && <span className="text-faint"> · {cannotSubmit}</span>}
        </p>
        <Button
          onClick={onSave}
          disabled={!dirty || busy !== null || cannotSave !== null}
          className="max-sm:ml-auto max-sm:px-3"
        >
          {busy === "save" ? "Saving…" : "Save"}
        </Button>
        <SubmitButton {...props} className="max-lg:hidden" />
      </div>
      {props.children}
    </div>
  );
}

/** Saves and asks for a review; says why when it cannot. */
export function SubmitButton({
  busy,
  cannotSubmit,
  onSubmit,
  className,
}: Pick<Props, "busy" | "cannotSubmit" | "onSubmit"> & { readonly className?: string }) {
  return (
    <Button
      variant="primary"
      className={className}
      disabled={busy !== null || cannotSubmit !== null}
      title={cannotSubmit ?? undefined}
      onClick={onSubmit}
    >
      {busy === "submit" ? "Asking…" : "Save and ask for review"}
    </Button>
  );
}
