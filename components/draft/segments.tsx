import { clsx } from "clsx";

/** A small choice of one, as buttons in a frame. */
export function Segments<T extends string>({
  label,
  choices,
  value,
  onChoose,
  className,
}: {
  readonly label: string;
  readonly choices: readonly { readonly value: T; readonly label: string }[];
  readonly value: T;
  readonly onChoose: (value: T) => void;
  readonly className?: string;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: pressed buttons, not fields of a form
    <div
      role="group"
      aria-label={label}
      className={clsx("inline-flex rounded-md border border-line bg-surface p-0.5", className)}
    >
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          aria-pressed={choice.value === value}
          onClick={() => onChoose(choice.value)}
          className="inline-flex min-h-8 flex-1 items-center justify-center whitespace-nowrap rounded-[0.375rem] px-2.5 text-muted text-xs max-md:text-sm hover:text-text aria-pressed:bg-raised aria-pressed:font-strong aria-pressed:text-text aria-pressed:shadow-[0_0_0_1px_var(--line)] max-md:min-h-11"
        >
          {choice.label}
        </button>
      ))}
    </div>
  );
}
