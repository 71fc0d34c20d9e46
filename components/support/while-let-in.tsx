"use client";

import { useEffect } from "react";

/**
 * Takes support off the page that it has open when its access is over: at its end, and within a minute after an owner ended it,
 * for the stream of the organisation's events ends then and is not given again.
 */
export function WhileLetIn({
  events,
  left,
}: {
  readonly events: string;
  /** How long the access lasts, in ms. */
  readonly left: number;
}) {
  useEffect(() => {
    let source: EventSource | null = null;
    // A whole new page: nothing that was seen stays in this one's memory.
    const leave = () => location.replace("/support");
    const listen = () => {
      source?.close();
      source = null;
      if (document.visibilityState !== "visible") return;
      const own = new EventSource(events);
      own.addEventListener("error", () => own.readyState === EventSource.CLOSED && leave());
      source = own;
    };
    const end = setTimeout(leave, Math.max(0, left));
    document.addEventListener("visibilitychange", listen);
    listen();
    return () => {
      clearTimeout(end);
      document.removeEventListener("visibilitychange", listen);
      source?.close();
    };
  }, [events, left]);
  return null;
}
