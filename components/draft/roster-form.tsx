"use client";

import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { TextareaField, TextField } from "@/components/ui/field";
import { CalendarList } from "./calendar-list";
import { useEditor } from "./editor-context";
import { addTiers } from "./edits";
import { OverrideList } from "./override-list";
import { Starter } from "./starter";
import { TierCard } from "./tier-card";
import { moveSchedule } from "./zone-edits";
import { ZoneField } from "./zone-field";

/** Everything that can be edited, from what the draft is called to its holidays. */
export function RosterForm({
  title,
  words,
  onWrite,
}: {
  readonly title: string;
  readonly words: string;
  readonly onWrite: (field: "title" | "words", text: string) => void;
}) {
  const { definition, change, base, now, zones } = useEditor();
  const empty = definition.tiers.every(({ layers }) => layers.length === 0);
  const addTier = () =>
    change(
      addTiers([
        {
          id: crypto.randomUUID(),
          name: ["Primary", "Secondary", "Third line"][definition.tiers.length] ?? "Further tier",
          cover: "always",
          layers: [],
        },
      ]),
    );
  return (
    <div className="grid grid-cols-1 gap-8">
      {empty && <Starter />}
      <div className="grid grid-cols-1 gap-3">
        <TextField
          label="What this draft does"
          value={title}
          maxLength={80}
          error={title.trim() === "" ? "Give the draft a title." : undefined}
          onChange={(event) => onWrite("title", event.target.value)}
        />
        <TextareaField
          label="Why"
          optional
          rows={2}
          className="min-h-16!"
          value={words}
          maxLength={2000}
          onChange={(event) => onWrite("words", event.target.value)}
        />
      </div>
      <Part id="tiers" title="Whom to call">
        <ol className="grid grid-cols-1 gap-8">
          {definition.tiers.map((tier, index) => (
            <TierCard key={tier.id} tier={tier} index={index} />
          ))}
        </ol>
        <div>
          <Button size="small" onClick={addTier}>
            <Plus aria-hidden />
            Add a tier
          </Button>
        </div>
      </Part>
      <Part id="overrides" title="Overrides">
        <OverrideList />
      </Part>
      <Part id="calendars" title="Holidays">
        <CalendarList />
      </Part>
      <Part id="zone" title="Zone">
        <ZoneField
          label="Time zone of the schedule"
          value={definition.zone}
          onChange={(zone) => zone && change(moveSchedule(zone, { base, now, zones }))}
        />
      </Part>
    </div>
  );
}

function Part({
  id,
  title,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <section aria-labelledby={`part-${id}`} className="grid grid-cols-1 gap-4">
      <h2 id={`part-${id}`} className="border-line border-b pb-2 font-strong text-base">
        {title}
      </h2>
      {children}
    </section>
  );
}
