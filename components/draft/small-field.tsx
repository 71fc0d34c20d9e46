import { clsx } from "clsx";
import { type ComponentPropsWithoutRef, type ReactNode, useId } from "react";

const frame = "grid min-w-0 grid-cols-1 content-start gap-1";
const name = "text-muted text-sm";

function Problem({ id, children }: { readonly id: string; readonly children: ReactNode }) {
  return (
    <p id={id} className="text-bad text-sm">
      {children}
    </p>
  );
}

/** A short input with its name above in grey, for rows of several. */
export function SmallInput({
  label,
  error,
  className,
  ...rest
}: ComponentPropsWithoutRef<"input"> & {
  readonly label: string;
  readonly error?: string | undefined;
}) {
  const id = useId();
  return (
    <div className={clsx(frame, className)}>
      <label htmlFor={id} className={name}>
        {label}
      </label>
      <input
        id={id}
        className="control tabular"
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        {...rest}
      />
      {error && <Problem id={`${id}-error`}>{error}</Problem>}
    </div>
  );
}

/** A short choice with its name above in grey. `children` are options. */
export function SmallSelect({
  label,
  error,
  className,
  ...rest
}: ComponentPropsWithoutRef<"select"> & {
  readonly label: string;
  readonly error?: string | undefined;
}) {
  const id = useId();
  return (
    <div className={clsx(frame, className)}>
      <label htmlFor={id} className={name}>
        {label}
      </label>
      <select
        id={id}
        className="control"
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        {...rest}
      />
      {error && <Problem id={`${id}-error`}>{error}</Problem>}
    </div>
  );
}

/** A row of buttons of which one may be pressed, such as presets. */
export function PickButton({
  pressed,
  ...rest
}: Omit<ComponentPropsWithoutRef<"button">, "type"> & { readonly pressed: boolean }) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      className="tabular inline-flex min-h-8 items-center rounded-full border border-line px-3 text-muted text-xs transition-colors duration-100 hover:border-edge hover:text-text aria-pressed:border-accent-text aria-pressed:bg-accent-soft aria-pressed:font-strong aria-pressed:text-accent-text max-md:min-h-11 max-md:px-4 max-md:text-sm"
      {...rest}
    />
  );
}
