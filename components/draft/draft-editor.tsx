"use client";

import { clsx } from "clsx";
import { useRouter } from "next/navigation";
import { useCallback, useDeferredValue, useMemo, useReducer, useState } from "react";
import { type Problem, parseDefinition } from "@/lib/roster/schema";
import type { Facts } from "@/lib/schedule/check";
import { type Directory, fillHomes } from "@/lib/schedule/homes";
import type { Definition, Instant, LayerId, Override, PersonId } from "@/lib/schedule/types";
import type { Zone, ZoneData } from "@/lib/schedule/zone";
import { ChangesPanel, type Gates } from "./changes-panel";
import { EditorContext, type EditorPerson, type NewOverride, ZONE_LIST } from "./editor-context";
import { Moved } from "./moved";
import { Problems, Restore, SaveProblem, Standing } from "./notices";
import { OverrideDialog } from "./override-dialog";
import { toSide, zonesOf } from "./preview-model";
import { PreviewTimeline } from "./preview-timeline";
import { problemInWords, toProblem } from "./problems";
import { type Edit, reduce, startFrom, type Work } from "./reducer";
import { RosterForm } from "./roster-form";
import { useSafetyCopy } from "./safety-copy";
import { type Panel, SubmitButton, Toolbar } from "./toolbar";
import { useNow } from "./use-now";
import { type SavingActions, useSaving } from "./use-saving";
import { useUndoKeys } from "./use-undo-keys";
import { type FetchZones, useZones } from "./use-zones";

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
  readonly facts: Omit<Facts, "unreachable" | "left"> & {
    readonly unreachable: readonly PersonId[];
    readonly left: readonly (readonly [PersonId, Instant])[];
  };
  readonly zones: readonly ZoneData[];
  readonly zoneNames: readonly string[];
  readonly gates: Gates;
  readonly now: Instant;
  readonly draftHref: string;
  readonly actions: SavingActions & { readonly fetchZones: FetchZones };
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

/** A draft's roster, edited with its effect in sight. Nothing is sent before it is saved. */
export function DraftEditor(props: DraftEditorProps) {
  const { draft, base, people, published, draftHref } = props;
  const router = useRouter();
  const now = useNow(props.now);
  const { zones, data, needZones } = useZones(props.zones, props.actions.fetchZones);
  const [start] = useState<Work>({
    title: draft.title,
    words: draft.words,
    definition: props.edited,
  });
  const [state, dispatch] = useReducer(reduce, start, startFrom);
  const work = state.present;
  const saving = useSaving(
    draft.id,
    { work: start, version: draft.version, submitted: draft.submitted },
    props.actions,
  );
  const { saved } = saving;
  const copy = useSafetyCopy(draft.id, saved.version, work, saved.work);
  const [panel, setPanel] = useState<Panel>("edit");
  const [opened, openLayer] = useState<LayerId | null>(null);
  const [override, setOverride] = useState<Override | NewOverride | null>(null);

  const undo = useCallback(() => dispatch({ type: "undo" }), []);
  const redo = useCallback(() => dispatch({ type: "redo" }), []);
  useUndoKeys(undo, redo);

  const named = useMemo(
    () => Object.fromEntries(people.map(({ id, name }) => [id, { name }])),
    [people],
  );
  const names = useCallback((id: PersonId) => named[id]?.name ?? "Somebody who left", [named]);
  const directory = useCallback<Directory>(
    (id) => people.find((one) => one.id === id && data(one.zone))?.zone,
    [people, data],
  );
  const isZone = useMemo(() => {
    const known = new Set(props.zoneNames);
    return (name: string) => known.has(name);
  }, [props.zoneNames]);
  const overrideLabel = useCallback(
    (one: Override) => props.words.override(one, names),
    [props.words, names],
  );

  const { definition } = work;
  const parsed = useMemo(() => parseDefinition(definition, isZone), [definition, isZone]);
  const server = saving.failure?.fields?.document?.map(toProblem) ?? [];
  const problems = parsed.ok ? server : parsed.problems;
  const shown = useLastWhole(definition, parsed.ok);
  const after = useMemo(() => toSide(shown, zones), [shown, zones]);
  const before = useMemo(() => toSide(base, zones), [base, zones]);
  const facts = useMemo(
    () => ({
      ...props.facts,
      unreachable: new Set(props.facts.unreachable),
      left: new Map(props.facts.left),
    }),
    [props.facts],
  );
  const sentences = useMemo(
    () => props.words.changes(base, shown, names, zones(shown.zone), now),
    [props.words, base, shown, names, zones, now],
  );

  const cannotSave = whyNotSave(work, parsed.ok ? null : parsed.problems);
  const cannotSubmit = cannotSave ?? whyNotSubmit(saved.submitted, copy.dirty, sentences.length);

  const save = () => {
    dispatch({ type: "pause" });
    void saving.save(work);
  };
  const submit = async () => {
    dispatch({ type: "pause" });
    if (await saving.saveAndSubmit(work, copy.dirty)) router.push(draftHref);
  };
  const restore = async () => {
    if (!copy.found || !(await needZones(zonesOf(copy.found.work.definition)))) return;
    dispatch({ type: "restore", work: copy.found.work });
    copy.decide();
  };

  return (
    <EditorContext
      value={{
        definition,
        base,
        change: (edit, group) => {
          saving.forget();
          const filled: Edit = (found) => fillHomes(edit(found), directory);
          dispatch({ type: "edit", edit: filled, ...(group !== undefined && { group }) });
        },
        problems,
        people,
        named,
        now,
        zones,
        isZone,
        needZones,
        opened,
        openLayer,
        editOverride: setOverride,
        overrideLabel,
      }}
    >
      <datalist id={ZONE_LIST}>
        {props.zoneNames.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <Toolbar
        panel={panel}
        onPanel={setPanel}
        undo={state.past.length > 0 ? undo : null}
        redo={state.future.length > 0 ? redo : null}
        dirty={copy.dirty}
        busy={saving.busy}
        cannotSave={cannotSave}
        cannotSubmit={cannotSubmit}
        onSave={save}
        onSubmit={() => void submit()}
      >
        {saving.failure && (
          <SaveProblem
            failure={saving.failure}
            draftHref={draftHref}
            text={() => JSON.stringify(work, null, 2)}
          />
        )}
      </Toolbar>
      <div className="mb-5 grid gap-3 empty:hidden">
        <Standing moved={props.moved} submitted={saved.submitted} draftHref={draftHref} />
        {copy.found && (
          <Restore
            copy={copy.found}
            version={saved.version}
            onRestore={() => void restore()}
            onForget={copy.decide}
          />
        )}
        <Moved directory={directory} />
        <Problems problems={problems} definition={definition} />
      </div>
      <div className="grid items-start grid-cols-1 gap-x-8 gap-y-6 xl:grid-cols-[24rem_minmax(0,1fr)]">
        <div className={clsx("min-w-0", panel !== "edit" && "max-xl:hidden")}>
          <RosterForm
            title={work.title}
            words={work.words}
            onWrite={(field, text) => dispatch({ type: "write", field, text })}
          />
          <div className="mt-8 grid gap-2 lg:hidden">
            <SubmitButton
              busy={saving.busy}
              cannotSubmit={cannotSubmit}
              onSubmit={() => void submit()}
            />
            {cannotSubmit && <p className="text-muted text-sm">{cannotSubmit}</p>}
          </div>
        </div>
        <div
          className={clsx(
            "min-w-0 xl:sticky xl:top-18 xl:max-h-[calc(100dvh-5rem)] xl:overflow-y-auto xl:pr-1 xl:pb-8",
            panel !== "preview" && "max-xl:hidden",
          )}
        >
          {!parsed.ok && (
            <p className="mb-2 text-sm text-warn">
              The preview shows the roster as it last was whole.
            </p>
          )}
          <PreviewTimeline
            before={before}
            after={after}
            published={published}
            zoneData={data}
            shown={panel === "preview"}
          />
          <ChangesPanel
            before={before}
            after={after}
            sentences={sentences}
            facts={facts}
            gates={props.gates}
          />
        </div>
      </div>
      <OverrideDialog given={override} onClose={() => setOverride(null)} />
    </EditorContext>
  );
}

function whyNotSave(work: Work, problems: readonly Problem[] | null): string | null {
  if (work.title.trim() === "") return "Give the draft a title.";
  const [problem] = problems ?? [];
  return problem ? problemInWords(problem, work.definition) : null;
}

const whyNotSubmit = (submitted: boolean, dirty: boolean, changes: number): string | null => {
  if (changes === 0) return "This draft changes nothing yet.";
  return submitted && !dirty ? "This draft is under review." : null;
};

/** The definition, a moment later when typing is fast; while it is not whole, the last one that was. */
function useLastWhole(definition: Definition, whole: boolean): Definition {
  const [last, setLast] = useState(definition);
  if (whole && last !== definition) setLast(definition);
  return useDeferredValue(whole ? definition : last);
}
