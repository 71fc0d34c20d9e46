import { useId } from "react";
import { CopyInput } from "@/components/ui/copy-input";

/** An address to be copied into the provider's own settings. */
export function CopyAddress({ label, value }: { readonly label: string; readonly value: string }) {
  const id = useId();
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="font-strong text-sm">
        {label}
      </label>
      <CopyInput id={id} value={value} what={label} />
    </div>
  );
}
