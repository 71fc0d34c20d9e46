"use client";

import { clsx } from "clsx";
import { X } from "lucide-react";
import { type ReactNode, type RefObject, useEffect, useId, useRef } from "react";
import { IconButton } from "./icon-button";

type DialogProps = {
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  readonly wide?: boolean;
};

/**
 * A native modal dialog: focus is kept inside and given back by the browser, Escape closes it.
 * `open` decides; `onClose` is called when the reader closes it.
 */
export function Dialog({
  open,
  onClose,
  ...rest
}: DialogProps & { readonly open: boolean; readonly onClose: () => void }) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    if (open && !dialog?.open) dialog?.showModal();
    if (!open && dialog?.open) dialog.close();
  }, [open]);
  return <DialogFrame dialog={ref} onClose={onClose} {...rest} />;
}

/** The dialog's frame without its state, for callers that hold the element. */
export function DialogFrame({
  dialog,
  onClose,
  title,
  description,
  children,
  wide = false,
}: DialogProps & {
  readonly dialog: RefObject<HTMLDialogElement | null>;
  readonly onClose?: () => void;
}) {
  const id = useId();
  return (
    <dialog
      ref={dialog}
      onClose={onClose}
      aria-labelledby={id}
      className={clsx("panel p-0 sm:m-auto sm:w-full", wide ? "sm:max-w-2xl" : "sm:max-w-md")}
    >
      <div className="grid gap-4 p-5">
        <div className="flex items-start justify-between gap-4">
          <div>
            <h2 id={id} className="font-strong text-base">
              {title}
            </h2>
            {description && <p className="mt-1 text-muted text-sm">{description}</p>}
          </div>
          <IconButton label="Close" className="-m-2" onClick={() => dialog.current?.close()}>
            <X aria-hidden />
          </IconButton>
        </div>
        {children}
      </div>
    </dialog>
  );
}
