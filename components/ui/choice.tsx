import type { ComponentPropsWithoutRef, ReactNode } from "react";
import { useId } from "react";

type ChoiceProps = Omit<ComponentPropsWithoutRef<"input">, "type" | "children" | "role"> & {
  readonly label: ReactNode;
  /** A second line: what it means. */
  readonly hint?: ReactNode;
};

function Choice({
  label,
  hint,
  type,
  role,
  ...rest
}: ChoiceProps & { readonly type: "checkbox" | "radio"; readonly role?: "switch" }) {
  const id = useId();
  return (
    <label className="flex min-h-10 cursor-pointer items-start gap-3 py-2.5 text-sm has-disabled:cursor-not-allowed has-disabled:text-muted max-md:min-h-12 max-md:py-3">
      <input
        type={type}
        role={role}
        className="tick"
        aria-describedby={hint ? id : undefined}
        {...rest}
      />
      <span className="grid">
        <span>{label}</span>
        {hint && (
          <span id={id} className="text-muted">
            {hint}
          </span>
        )}
      </span>
    </label>
  );
}

/** A native checkbox with its label. */
export function Checkbox(props: ChoiceProps) {
  return <Choice {...props} type="checkbox" />;
}

/** A native radio button with its label; give a group the same `name`, inside ChoiceGroup. */
export function Radio(props: ChoiceProps) {
  return <Choice {...props} type="radio" />;
}

/** A checkbox that reads as a switch, for settings that hold as soon as they are saved. */
export function Switch(props: ChoiceProps) {
  return <Choice {...props} type="checkbox" role="switch" />;
}

/** Checkboxes or radios that answer one question. */
export function ChoiceGroup({
  label,
  hint,
  error,
  children,
}: {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <fieldset aria-describedby={error ? id : undefined}>
      <legend className="font-strong text-sm">{label}</legend>
      {hint && <p className="mt-1 text-muted text-sm">{hint}</p>}
      <div className="mt-1">{children}</div>
      {error && (
        <p id={id} className="text-bad text-sm">
          {error}
        </p>
      )}
    </fieldset>
  );
}
