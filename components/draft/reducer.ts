import type { Definition } from "@/lib/schedule/types";

/** Everything that a draft's editor can change, in one piece. */
export type Work = {
  readonly title: string;
  readonly words: string;
  readonly definition: Definition;
};

/** A change to a definition. It gives the same definition back when there is nothing to do. */
export type Edit = (definition: Definition) => Definition;

export type EditorState = {
  readonly past: readonly Work[];
  readonly present: Work;
  readonly future: readonly Work[];
  /** Edits of one group that follow each other, such as the letters of a name, are one step. */
  readonly group: string | null;
};

export type EditorAction =
  | { readonly type: "edit"; readonly edit: Edit; readonly group?: string }
  | { readonly type: "write"; readonly field: "title" | "words"; readonly text: string }
  | { readonly type: "restore"; readonly work: Work }
  | { readonly type: "pause" }
  | { readonly type: "undo" }
  | { readonly type: "redo" };

const MOST_STEPS = 200;

export const startFrom = (work: Work): EditorState => ({
  past: [],
  present: work,
  future: [],
  group: null,
});

function step(state: EditorState, present: Work, group: string | null): EditorState {
  const goesOn = group !== null && group === state.group;
  const past = goesOn ? state.past : [...state.past, state.present].slice(-MOST_STEPS);
  return { past, present, future: [], group };
}

function undo({ past, present, future }: EditorState): EditorState | null {
  const before = past.at(-1);
  if (!before) return null;
  return { past: past.slice(0, -1), present: before, future: [present, ...future], group: null };
}

function redo({ past, present, future }: EditorState): EditorState | null {
  const [after, ...rest] = future;
  if (!after) return null;
  return { past: [...past, present], present: after, future: rest, group: null };
}

/** The editor's only way to change. Undo and redo go through whole steps; a new edit forgets what was undone. */
export function reduce(state: EditorState, action: EditorAction): EditorState {
  const { present } = state;
  switch (action.type) {
    case "edit": {
      const definition = action.edit(present.definition);
      if (definition === present.definition) return state;
      return step(state, { ...present, definition }, action.group ?? null);
    }
    case "write":
      if (present[action.field] === action.text) return state;
      return step(state, { ...present, [action.field]: action.text }, action.field);
    case "restore":
      return step(state, action.work, null);
    case "pause":
      return { ...state, group: null };
    case "undo":
      return undo(state) ?? state;
    case "redo":
      return redo(state) ?? state;
  }
}

/** Whether two pieces of work say the same. */
export const sameWork = (a: Work, b: Work): boolean =>
  a === b || JSON.stringify(a) === JSON.stringify(b);
