"use client";

import { Pencil, Plus, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { DAY, HOUR } from "@/lib/schedule/calendar";
import { formatSpan } from "@/lib/schedule/format";
import type { Override } from "@/lib/schedule/types";
import { useEditor } from "./editor-context";
import { removeOverride } from "./edits";
import { Fold } from "./fold";
import { problemUnder } from "./problems";
import { overridesWhereTheyLie } from "./turn-edits";

const PAST_SHOWN = 50;

/** Stated exceptions: what is still to come first, what is over folded away. */
export function OverrideList() {
  const { definition, now, zones, editOverride } = useEditor();
  const overrides = overridesWhereTheyLie(definition, zones);
  const coming = overrides
    .filter(({ endsAt }) => endsAt > now)
    .sort((a, b) => a.startsAt - b.startsAt);
  const over = overrides
    .filter(({ endsAt }) => endsAt <= now)
    .sort((a, b) => b.startsAt - a.startsAt);
  const add = () => {
    const startsAt = Math.ceil(now / HOUR) * HOUR;
    editOverride({ isNew: true, startsAt, endsAt: startsAt + DAY, target: { scope: "schedule" } });
  };
  return (
    <div className="grid grid-cols-1 gap-1">
      {coming.length === 0 && (
        <p className="text-muted text-sm">
          None to come. Drag across the timeline to make one, or add it here.
        </p>
      )}
      <Rows overrides={coming} />
      {over.length > 0 && (
        <Fold label={`Over (${over.length})`}>
          <Rows overrides={over.slice(0, PAST_SHOWN)} />
          {over.length > PAST_SHOWN && (
            <p className="pt-2 text-muted text-sm">The latest {PAST_SHOWN} are shown.</p>
          )}
        </Fold>
      )}
      <div className="pt-2">
        <Button size="small" onClick={add}>
          <Plus aria-hidden />
          Add an override
        </Button>
      </div>
    </div>
  );
}

function Rows({ overrides }: { readonly overrides: readonly Override[] }) {
  if (overrides.length === 0) return null;
  return (
    <ul>
      {overrides.map((override) => (
        <Row key={override.id} override={override} />
      ))}
    </ul>
  );
}

function Row({ override }: { readonly override: Override }) {
  const { definition, problems, zones, now, change, editOverride, overrideLabel } = useEditor();
  const label = overrideLabel(override);
  const shown = label.charAt(0).toUpperCase() + label.slice(1);
  const index = definition.overrides.findIndex(({ id }) => id === override.id);
  const problem = problemUnder(problems, `overrides.${index}`);
  const { target } = override;
  const where =
    target.scope === "tier"
      ? definition.tiers.find(({ id }) => id === target.id)?.name
      : target.scope === "layer"
        ? definition.tiers.flatMap(({ layers }) => layers).find(({ id }) => id === target.id)?.name
        : undefined;
  return (
    <li className="flex items-start gap-1 border-line border-b py-2">
      <div className="min-w-0 flex-1 text-sm">
        <p className="font-strong">{shown}</p>
        <p className="tabular text-muted text-xs">
          {formatSpan(override.startsAt, override.endsAt, zones(definition.zone), now)}
          {where && ` · in ${where}`}
          {override.follows && " · moves with its turn"}
          {override.reason && ` · ${override.reason}`}
        </p>
        {problem && <p className="text-bad text-xs">{problem}</p>}
      </div>
      <IconButton
        label={`Edit the override ${label}`}
        className="size-8! max-md:size-11!"
        onClick={() => editOverride(override)}
      >
        <Pencil aria-hidden />
      </IconButton>
      <IconButton
        label={`Remove the override ${label}`}
        className="size-8! max-md:size-11!"
        onClick={() => change(removeOverride(override.id))}
      >
        <X aria-hidden />
      </IconButton>
    </li>
  );
}
