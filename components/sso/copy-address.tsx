import { TextField } from "@/components/ui/field";

/** An address to be copied into the provider's own settings. */
export function CopyAddress({ label, value }: { readonly label: string; readonly value: string }) {
  return <TextField label={label} value={value} readOnly />;
}
