"use client";

import { clsx } from "clsx";
import { useRouter } from "next/navigation";
import { useCallback, useDeferredValue, useMemo, useReducer, useState } from "react";
import { Callout } from "@/components/ui/callout";
import { parseDefinition } from "@/lib/roster/schema";
import type { Facts } from "@/lib/schedule/check";
import type { Definition, Instant, Override, PersonId } from "@/lib/schedule/types";
import type { Zone, ZoneData } from "@/lib/schedule/zone";
import { ChangesPanel, type Gates } from "./changes-panel";
import { EditorContext, type EditorPerson, type NewOverride, ZONE_LIST } from "./editor-context";
import { Restore, SaveProblem, Standing } from "./notices";
import { OverrideDialog } from "./override-dialog";
import { toSide, zonesOf } from "./preview-model";
import { PreviewTimeline } from "./preview-timeline";
import { problemInWords, toProblem } from "./problems";
import { reduce, startFrom, type Work } from "./reducer";
import { RosterForm } from "./roster-form";
import { useSafetyCopy } from "./safety-copy";
import { type Panel, SubmitButton, Toolbar } from "./toolbar";
import { useNow } from "./use-now";
import { type SavingActions, useSaving } from "./use-saving";
import { useUndoKeys } from "./use-undo-keys";
import { type FetchZone, useZones } from "./use-zones";

type Names = (person: PersonId) => string;

export type DraftEditorProps = {
  readonly draft: {
    readonly id: string;
    readonly title: string;
    readonly words: string;
    readonly version: number;
    readonly submitted: boolean;
  };
  readonly edited: Definition;
  readonly base: Definition;
  /** Something is published: there is a before. */
  readonly published: boolean;
  /** The schedule has changed since the draft began. */
  readonly moved: boolean;
  readonly people: readonly EditorPerson[];
  readonly facts: Omit<Facts, "unreachable"> & { readonly unreachable: readonly PersonId[] };
  readonly zones: readonly ZoneData[];
  readonly zoneNames: readonly string[];
  readonly gates: Gates;
  readonly now: Instant;
  readonly draftHref: string;
  readonly actions: SavingActions & { readonly fetchZone: FetchZone };
  /** What lib/roster says about changes; handed in, since components know only its schema. */
  readonly words: {
    readonly changes: (
      base: Definition,
      edited: Definition,
      names: Names,
      zone: Zone,
      now: Instant,
    ) => readonly string[];
    readonly override: (override: Override, names: Names) => string;
  };
};
