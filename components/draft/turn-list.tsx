"use client";

import { Plus } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import type { Layer, Turn } from "@/lib/schedule/types";
import { useEditor, usePersonName } from "./editor-context";
import { editLayer, moved, replaced } from "./edits";
import { problemAt } from "./problems";
import { type Moment, turnAt, withTurns } from "./turn-edits";
import { TurnRow } from "./turn-row";
import { useDragOrder } from "./use-drag-order";

/** A rotation's turns in order: people, up and down by button, key or pointer, add and remove. */
export function TurnList({
  layer,
  path,
  moment,
  keep,
}: {
  readonly layer: Layer;
  readonly path: string;
  readonly moment: Moment;
  readonly keep: Moment | null;
}) {
  const { change, problems, now } = useEditor();
  const name = usePersonName();
  const [said, setSaid] = useState("");
  const { turns } = layer.rotation;
  const error = problemAt(problems, `${path}.rotation.turns`);
  const holds = turnAt(layer.rotation, moment)?.id;

  const setTurns = (next: readonly Turn[]) =>
    change(
      editLayer(layer.id, (found) => ({
        ...found,
        rotation: withTurns(found.rotation, next, keep),
      })),
    );
  const crew = ({ people }: Turn) => (people.length === 0 ? "Nobody" : people.map(name).join(", "));
  const { focusAfter, rows } = useFocusAfterMove();
  const move = (from: number, to: number) => {
    const turn = turns[from];
    if (!turn || to < 0 || to >= turns.length) return;
    setTurns(moved(turns, from, to));
    setSaid(`${crew(turn)} is now turn ${to + 1} of ${turns.length}.`);
    focusAfter(turn.id);
  };
  const { list, drag, grip } = useDragOrder(move);

  return (
    <div>
      <ol ref={list} className="grid grid-cols-1">
        {turns.map((turn, index) => (
          <TurnRow
            key={turn.id}
            rowRef={(element) => rows(turn.id, element)}
            turn={turn}
            index={index}
            count={turns.length}
            crew={crew(turn)}
            holds={turn.id === holds ? (moment.at > now ? "then" : "now") : null}
            mark={
              drag?.from === index
                ? "held"
                : drag?.to === index
                  ? drag.to > drag.from
                    ? "after"
                    : "before"
                  : undefined
            }
            grip={grip(index)}
            onMove={(by) => move(index, index + by)}
            onPeople={(people) => setTurns(replaced(turns, turn.id, (one) => ({ ...one, people })))}
            onRemove={() => setTurns(turns.filter(({ id }) => id !== turn.id))}
          />
        ))}
      </ol>
      <p className="sr-only" aria-live="polite">
        {said}
      </p>
      {error && <p className="py-1 text-bad text-sm">{error}</p>}
      <Button
        size="small"
        className="mt-2"
        onClick={() => setTurns([...turns, { id: crypto.randomUUID(), people: [] }])}
      >
        <Plus aria-hidden />
        Add a turn
      </Button>
    </div>
  );
}

/** A row that has moved in the page loses the focus; this gives it back. */
function useFocusAfterMove() {
  const elements = useRef(new Map<string, HTMLElement>());
  const [wanted, setWanted] = useState<{ readonly id: string } | null>(null);
  useEffect(() => {
    if (wanted) elements.current.get(wanted.id)?.querySelector<HTMLElement>("[data-grip]")?.focus();
  }, [wanted]);
  return {
    focusAfter: (id: string) => setWanted({ id }),
    rows: (id: string, element: HTMLElement | null) => {
      if (element) elements.current.set(id, element);
      else elements.current.delete(id);
    },
  };
}
