"use client";

import { type ReactNode, useState } from "react";

/** Details that stay as they are when `open` changes: what a form inside says of its outcome must not be shut away with it. */
export function OpenAtFirst({
  open,
  children,
}: {
  readonly open: boolean;
  readonly children: ReactNode;
}) {
  const [first] = useState(open);
  return <details open={first}>{children}</details>;
}
