import { CircleAlert } from "lucide-react";
import { type ComponentPropsWithoutRef, type ReactNode, useId } from "react";
import { Input, Select, Textarea } from "./input";

/** What a control needs to belong to its label, hint and error. */
export type FieldAria = {
  readonly id: string;
  readonly "aria-describedby"?: string;
  readonly "aria-invalid"?: true;
};

type FieldText = {
  readonly label: ReactNode;
  /** What to put in, said before anything goes wrong. */
  readonly hint?: ReactNode;
  /** What is wrong and what to do; shown beside the field, read out with it. */
  readonly error?: string | undefined;
  /** Adds "optional" to the label. Say what is optional, not what is required. */
  readonly optional?: boolean;
};

/** A label, a control, a hint and an error, wired together. The control is made by `children(aria)`. */
export function Field({
  label,
  hint,
  error,
  optional,
  id: given,
  children,
}: FieldText & { readonly id?: string; readonly children: (aria: FieldAria) => ReactNode }) {
  const own = useId();
  const id = given ?? own;
  const notes = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  const aria: FieldAria = {
    id,
    ...(notes && { "aria-describedby": notes }),
    ...(error && { "aria-invalid": true as const }),
  };
  return (
    <div className="grid min-w-0 gap-1.5">
      <label htmlFor={id} className="font-strong text-sm">
        {label}
        {optional && <span className="font-normal text-faint"> (optional)</span>}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="text-muted text-sm">
          {hint}
        </p>
      )}
      {children(aria)}
      {error && (
        <p id={`${id}-error`} className="flex items-start gap-1.5 text-bad text-sm">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {error}
        </p>
      )}
    </div>
  );
}

/** One line of text, labelled. Takes every attribute of `<input>`. */
export function TextField({
  label,
  hint,
  error,
  optional,
  id,
  ...rest
}: FieldText & ComponentPropsWithoutRef<"input">) {
  return (
    <Field {...{ label, hint, error, optional, id }}>
      {(aria) => <Input {...rest} {...aria} />}
    </Field>
  );
}

/** Several lines of text, labelled. */
export function TextareaField({
  label,
  hint,
  error,
  optional,
  id,
  ...rest
}: FieldText & ComponentPropsWithoutRef<"textarea">) {
  return (
    <Field {...{ label, hint, error, optional, id }}>
      {(aria) => <Textarea {...rest} {...aria} />}
    </Field>
  );
}

/** A native choice of one, labelled. `children` are `<option>`s. */
export function SelectField({
  label,
  hint,
  error,
  optional,
  id,
  ...rest
}: FieldText & ComponentPropsWithoutRef<"select">) {
  return (
    <Field {...{ label, hint, error, optional, id }}>
      {(aria) => <Select {...rest} {...aria} />}
    </Field>
  );
}
