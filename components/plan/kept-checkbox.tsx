"use client";

import { type ComponentProps, useState } from "react";
import { Checkbox } from "@/components/ui/choice";

/** A checkbox that stays as it was set when its form comes back with an error. */
export function KeptCheckbox({ defaultChecked, ...rest }: ComponentProps<typeof Checkbox>) {
  const [checked, setChecked] = useState(defaultChecked ?? false);
  return (
    <Checkbox {...rest} checked={checked} onChange={(event) => setChecked(event.target.checked)} />
  );
}
