"use client";

import { type PointerEvent, useRef, useState } from "react";

type Drag = { readonly from: number; readonly to: number };

/** Where in the list a pointer at height `y` would drop, by the middles of the rows. */
export function placeAt(
  y: number,
  rows: readonly { readonly top: number; readonly bottom: number }[],
) {
  const before = rows.filter(({ top, bottom }) => y > (top + bottom) / 2).length;
  return Math.max(0, Math.min(rows.length, before));
}

/**
 * Reordering a list by its grips. Put `list` on the element whose children are the rows, and `grip(index)`
 * on each row's handle. `drop(from, to)`: the item at `from` shall stand at `to`.
 */
export function useDragOrder(drop: (from: number, to: number) => void) {
  const list = useRef<HTMLOListElement>(null);
  const [drag, setDrag] = useState<Drag | null>(null);

  const grip = (index: number) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setDrag({ from: index, to: index });
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (!drag || !list.current) return;
      const rows = [...list.current.children].map((row) => row.getBoundingClientRect());
      const place = placeAt(event.clientY, rows);
      const to = place > drag.from ? place - 1 : place;
      if (to !== drag.to) setDrag({ ...drag, to });
    },
    onPointerUp: () => {
      if (drag && drag.from !== drag.to) drop(drag.from, drag.to);
      setDrag(null);
    },
    onPointerCancel: () => setDrag(null),
  });
  return { list, drag, grip };
}
