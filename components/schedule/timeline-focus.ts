const shiftsIn = (box: Element) => [...box.querySelectorAll<HTMLElement>("[data-shift]")];

/** One shift of the grid takes part in Tab order: `current`, else the one that had it, else the first. */
export function rove(box: HTMLElement, current?: EventTarget): void {
  const shifts = shiftsIn(box);
  const chosen =
    shifts.find((shift) => shift === current) ??
    shifts.find((shift) => shift.dataset.roving !== undefined) ??
    shifts[0];
  for (const shift of shifts) {
    shift.tabIndex = shift === chosen ? 0 : -1;
    if (shift === chosen) shift.dataset.roving = "";
    else delete shift.dataset.roving;
  }
}

/** The shift an arrow, Home or End leads to; null when the key means nothing here. */
export function nextShift(box: HTMLElement, from: EventTarget, key: string): HTMLElement | null {
  if (!(from instanceof HTMLElement) || from.dataset.shift === undefined) return null;
  const row = from.closest("[role=row]");
  if (!row) return null;
  const inRow = shiftsIn(row).sort((a, b) => leftOf(a) - leftOf(b));
  const at = inRow.indexOf(from);
  switch (key) {
    case "ArrowRight":
      return inRow[at + 1] ?? null;
    case "ArrowLeft":
      return inRow[at - 1] ?? null;
    case "Home":
      return inRow[0] ?? null;
    case "End":
      return inRow.at(-1) ?? null;
    case "ArrowDown":
      return nearest(box, row, from, 1);
    case "ArrowUp":
      return nearest(box, row, from, -1);
    default:
      return null;
  }
}

const leftOf = (element: Element) => element.getBoundingClientRect().left;

/** The shift in the next row (up or down) that has any, closest to the same moment. */
function nearest(
  box: HTMLElement,
  row: Element,
  from: HTMLElement,
  by: 1 | -1,
): HTMLElement | null {
  const rows = [...box.querySelectorAll("[role=row]")];
  const centre = (element: Element) => {
    const { left, width } = element.getBoundingClientRect();
    return left + width / 2;
  };
  const wanted = centre(from);
  for (let i = rows.indexOf(row) + by; i >= 0 && i < rows.length; i += by) {
    const candidate = rows[i];
    const shifts = candidate ? shiftsIn(candidate) : [];
    if (shifts.length > 0) {
      return shifts.reduce((best, shift) =>
        Math.abs(centre(shift) - wanted) < Math.abs(centre(best) - wanted) ? shift : best,
      );
    }
  }
  return null;
}
