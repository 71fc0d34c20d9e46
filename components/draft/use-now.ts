"use client";

import { useEffect, useState } from "react";
import type { Instant } from "@/lib/schedule/types";

const MINUTE = 60_000;

/** The server's clock, carried on in the browser minute by minute: a wrong clock here changes nothing. */
export function useNow(start: Instant): Instant {
  const [now, setNow] = useState(start);
  useEffect(() => {
    const began = performance.now();
    const timer = setInterval(
      () => setNow(start + Math.floor((performance.now() - began) / MINUTE) * MINUTE),
      MINUTE,
    );
    return () => clearInterval(timer);
  }, [start]);
  return now;
}
