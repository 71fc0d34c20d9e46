"use client";

import { useState } from "react";
import { ButtonLink } from "./button";

/** A link that copies its address, to be sent to somebody; without a script it leads there. */
export function CopyLink({
  href,
  className,
}: {
  /** From this page on: "?at=…". */
  readonly href: string;
  /** Another look than a button's. */
  readonly className?: string;
}) {
  const [copied, setCopied] = useState("");
  const words = <span aria-live="polite">{copied === href ? "Link copied" : "Copy link"}</span>;
  const copy = async (event: { preventDefault: () => void }) => {
    event.preventDefault();
    await navigator.clipboard.writeText(new URL(href, location.href).href);
    setCopied(href);
  };
  if (className === undefined)
    return (
      <ButtonLink href={href} onClick={copy}>
        {words}
      </ButtonLink>
    );
  return (
    <a href={href} className={className} onClick={copy}>
      {words}
    </a>
  );
}
