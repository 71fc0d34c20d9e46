"use client";

import { useField } from "@/components/form/action-form";
import { ChoiceGroup, Radio } from "@/components/ui/choice";
import type { PresetOption } from "./invite-form";

/** Which ready-made set of permissions an invitation brings; keeps what was chosen when something is wrong. */
export function PresetChoice({ presets }: { readonly presets: readonly PresetOption[] }) {
  const { typed } = useField("preset");
  const chosen = typed ?? presets[0]?.name ?? "";
  return (
    <ChoiceGroup key={chosen} label="What they may do">
      {presets.map(({ name, meaning }) => (
        <Radio
          key={name}
          name="preset"
          value={name}
          label={name}
          hint={meaning}
          defaultChecked={name === chosen}
        />
      ))}
      <Radio
        name="preset"
        value=""
        label="Only single permissions"
        hint="Tick them below."
        defaultChecked={chosen === ""}
      />
    </ChoiceGroup>
  );
}
