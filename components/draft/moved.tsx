"use client";

import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { type Directory, movedHomes, takeHomes } from "@/lib/schedule/homes";
import { useEditor, usePersonName } from "./editor-context";

const spaced = (zone: string | undefined): string => (zone ?? "").replaceAll("_", " ");

/** Whose hours are read in a zone that the directory has changed since, and the way to take it over. */
export function Moved({ directory }: { readonly directory: Directory }) {
  const { definition, change } = useEditor();
  const name = usePersonName();
  const moved = movedHomes(definition, directory);
  if (moved.length === 0) return null;
  const before = new Map(definition.homes?.map(({ person, zone }) => [person, zone]));
  return (
    <Callout
      tone="warn"
      title="The directory has another time zone for somebody on this roster"
      action={
        <Button onClick={() => change((found) => takeHomes(found, moved))}>
          Take it over into this draft
        </Button>
      }
    >
      <ul>
        {moved.map(({ person, zone }) => (
          <li key={person}>
            {name(person)} has moved from {spaced(before.get(person))} to {spaced(zone)}; the hours
            here are still read in {spaced(before.get(person))}.
          </li>
        ))}
      </ul>
    </Callout>
  );
}
