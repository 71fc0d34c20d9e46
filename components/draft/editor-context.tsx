"use client";

import { createContext, useContext } from "react";
import { type People, personNamed } from "@/components/schedule/people";
import type { Problem } from "@/lib/roster/schema";
import type { Definition, Instant, LayerId, Override, PersonId } from "@/lib/schedule/types";
import type { Zones } from "@/lib/schedule/zone";
import type { Edit } from "./reducer";

export type EditorPerson = {
  readonly id: PersonId;
  readonly name: string;
  readonly zone: string;
  readonly archived: boolean;
  readonly inTeam: boolean;
};

/** What every part of the editor works with. */
export type Editor = {
  readonly definition: Definition;
  readonly base: Definition;
  /** `group`: edits of one group that follow each other are one step of undo. */
  readonly change: (edit: Edit, group?: string) => void;
  readonly problems: readonly Problem[];
  readonly people: readonly EditorPerson[];
  readonly named: People;
  readonly now: Instant;
  readonly zones: Zones;
  readonly isZone: (name: string) => boolean;
  /** Fetches the rules of zones not known yet; false when that failed. */
  readonly needZones: (names: readonly string[]) => Promise<boolean>;
  /** The layer that was made last and is to be seen open. */
  readonly opened: LayerId | null;
  readonly openLayer: (layer: LayerId) => void;
  readonly editOverride: (override: Override | NewOverride) => void;
  readonly overrideLabel: (override: Override) => string;
};

/** What a new override begins with: where and when, if already known. */
export type NewOverride = {
  readonly isNew: true;
  /** Absent: replace. */
  readonly kind?: Override["kind"];
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly target: Override["target"];
  readonly person?: PersonId;
};

export const EditorContext = createContext<Editor | null>(null);

/** The editor around this component. */
export function useEditor(): Editor {
  const editor = useContext(EditorContext);
  if (!editor) throw new Error("useEditor needs a DraftEditor around it");
  return editor;
}

/** A person's name, by id. */
export function usePersonName(): (id: PersonId) => string {
  const { named } = useEditor();
  return (id) => personNamed(named, id).name;
}

/** The id of the list of zone names that every zone field of the page shares. */
export const ZONE_LIST = "draft-zones";
