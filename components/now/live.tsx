"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";

type Props = {
  /** The address of the organisation's events. */
  readonly events: string;
  /** When the server gave this answer, ms since the epoch, and the same as a time of day to read. */
  readonly at: number;
  readonly asOf: string;
  /** When the answer changes by itself; null when that is not soon. */
  readonly changesAt: number | null;
};

const RETRY = 5_000;
/** The server answers but gives no stream: signed out, or too many pages open. */
const REFUSED = 30_000;
const LONGEST_TIMER = 2 ** 31 - 1;

/** Whether the server answers. A refresh without this would leave the page for the browser's error page. */
async function answers(): Promise<boolean> {
  try {
    return (await fetch("/api/health", { cache: "no-store", signal: AbortSignal.timeout(4_000) }))
      .ok;
  } catch {
    return false;
  }
}

/**
 * Keeps the page's answer current: asks again at the next handoff, when something is published and when the
 * reader comes back to it. Shows nothing, except how old the answer is while the server cannot be reached.
 */
export function Live({ events, at, asOf, changesAt }: Props) {
  const router = useRouter();
  const [offline, setOffline] = useState(false);
  const first = useRef(at);
  const ask = useRef((): Promise<void> => Promise.resolve());

  useEffect(() => {
    let stopped = false;
    let source: EventSource | null = null;
    let retry: ReturnType<typeof setTimeout> | undefined;

    const again = (ms: number) => {
      retry ??= setTimeout(refresh, ms);
    };
    const calm = () => {
      clearTimeout(retry);
      retry = undefined;
    };
    const open = () => {
      if (source && source.readyState !== EventSource.CLOSED) return;
      source = new EventSource(`${events}?since=${first.current}`);
      // It came from the server, so the server can be reached.
      source.addEventListener("published", () => router.refresh());
      source.addEventListener("open", () => {
        calm();
        setOffline(false);
      });
      source.addEventListener("error", () =>
        again(source?.readyState === EventSource.CLOSED ? REFUSED : RETRY),
      );
    };
    async function refresh(): Promise<void> {
      calm();
      const reached = await answers();
      if (stopped) return;
      setOffline(!reached);
      if (!reached) return again(RETRY);
      router.refresh();
      if (document.visibilityState === "visible") open();
    }
    // Browsers allow a site six connections: a tab in the background gives its own back.
    const onVisibility = () => {
      if (document.visibilityState === "visible") return void refresh();
      calm();
      source?.close();
    };

    ask.current = refresh;
    if (document.visibilityState === "visible") open();
    document.addEventListener("visibilitychange", onVisibility);
    window.addEventListener("online", refresh);
    window.addEventListener("offline", refresh);
    return () => {
      stopped = true;
      calm();
      source?.close();
      document.removeEventListener("visibilitychange", onVisibility);
      window.removeEventListener("online", refresh);
      window.removeEventListener("offline", refresh);
    };
  }, [events, router]);

  useEffect(() => {
    if (changesAt === null || changesAt - at > LONGEST_TIMER) return;
    // Not everybody in the same millisecond.
    const wait = Math.max(1_000, changesAt - at) + Math.random() * 500;
    const timer = setTimeout(() => ask.current(), wait);
    return () => clearTimeout(timer);
  }, [at, changesAt]);

  return (
    <p role="status" className={offline ? "mb-4 font-strong text-sm text-warn" : "sr-only"}>
      {offline ? `As of ${asOf}, offline` : ""}
    </p>
  );
}
