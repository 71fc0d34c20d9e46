import { clsx } from "clsx";

export type ButtonVariant = "primary" | "quiet" | "danger" | "link";
export type ButtonSize = "small" | "medium" | "large";

export type ButtonLook = {
  readonly variant?: ButtonVariant;
  /** small 32 px (desk only), medium 40 px (48 px high on a phone when primary), large 48 px. */
  readonly size?: ButtonSize;
  /** Fills its container's width. */
  readonly wide?: boolean;
};

const variants: Record<ButtonVariant, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent-hover",
  quiet: "bg-raised text-text border border-line hover:bg-hover hover:border-edge",
  danger: "bg-bad-fill text-on-bad hover:brightness-95",
  link: "text-accent-text underline-offset-4 hover:underline",
};

const sizes: Record<ButtonSize, string> = {
  small: "min-h-8 px-2.5 text-xs",
  medium: "min-h-10 px-4 text-sm max-md:min-h-11",
  large: "min-h-12 px-5 text-base",
};

/** The classes of a button, for elements that must look like one. */
export function buttonStyle({
  variant = "quiet",
  size = "medium",
  wide = false,
}: ButtonLook): string {
  return clsx(
    "inline-flex shrink-0 select-none items-center justify-center gap-2 rounded-md font-strong whitespace-nowrap",
    "transition-colors duration-100 disabled:cursor-not-allowed disabled:opacity-60 aria-disabled:opacity-60",
    "[&_svg]:size-4 [&_svg]:shrink-0",
    variants[variant],
    variant === "link" ? "min-h-6 rounded-sm text-sm max-md:min-h-11" : sizes[size],
    wide && "w-full",
  );
}
