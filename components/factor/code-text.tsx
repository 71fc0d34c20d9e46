import { FormText } from "@/components/form/fields";

/** Where a code of six digits is typed. */
export function CodeText({ label }: { readonly label: string }) {
  return (
    <FormText
      name="code"
      label={label}
      inputMode="numeric"
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={60}
      required
      className="tabular max-w-48"
    />
  );
}
