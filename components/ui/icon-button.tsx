import { clsx } from "clsx";
import Link from "next/link";
import type { ComponentPropsWithoutRef, ReactNode } from "react";

type Look = {
  /** Said by screen readers and shown as the browser's hint. */
  readonly label: string;
  /** An icon, 16-20 px. */
  readonly children: ReactNode;
};

const look =
  "inline-flex size-10 max-md:size-12 shrink-0 items-center justify-center rounded-md text-muted transition-colors duration-100 hover:bg-hover hover:text-text disabled:opacity-60 [&_svg]:size-[1.125rem]";

/** A square button of 40 px (48 px on a phone) with an icon and a spoken label. */
export function IconButton({
  label,
  className,
  type = "button",
  ...rest
}: Look & Omit<ComponentPropsWithoutRef<"button">, "aria-label" | "title">) {
  return (
    <button
      type={type}
      aria-label={label}
      title={label}
      className={clsx(look, className)}
      {...rest}
    />
  );
}

/** IconButton as a link. */
export function IconLink({
  label,
  className,
  href,
  children,
  ...rest
}: Look &
  Omit<ComponentPropsWithoutRef<"a">, "aria-label" | "title" | "href"> & {
    readonly href: string;
  }) {
  const props = { "aria-label": label, title: label, className: clsx(look, className), ...rest };
  return href.startsWith("/") || href.startsWith("?") ? (
    <Link href={href} {...props}>
      {children}
    </Link>
  ) : (
    <a href={href} {...props}>
      {children}
    </a>
  );
}
