import { clsx } from "clsx";
import Link from "next/link";
import type { ComponentPropsWithoutRef } from "react";
import { type ButtonLook, buttonStyle } from "./button-style";

/** A button. `type` is "button" unless said otherwise; use SubmitButton to send a form. */
export function Button({
  variant,
  size,
  wide,
  className,
  type = "button",
  ...rest
}: ButtonLook & ComponentPropsWithoutRef<"button">) {
  return (
    <button
      type={type}
      className={clsx(buttonStyle({ variant, size, wide }), className)}
      {...rest}
    />
  );
}

/** A link that looks like a button. Pages of the app go through the router, `tel:` and the like do not. */
export function ButtonLink({
  variant,
  size,
  wide,
  className,
  href,
  ...rest
}: ButtonLook & Omit<ComponentPropsWithoutRef<"a">, "href"> & { readonly href: string }) {
  const look = clsx(buttonStyle({ variant, size, wide }), className);
  if (href.startsWith("/") || href.startsWith("?")) {
    return <Link href={href} className={look} {...rest} />;
  }
  return <a href={href} className={look} {...rest} />;
}
