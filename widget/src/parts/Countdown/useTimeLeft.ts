/** How long something is still good, counted on the server's clock. */

import { useEffect, useRef, useState } from "react";

const SECOND = 1000;

/**
 * Milliseconds until `iso`, never below 0; renews itself every second until then.
 *
 * @param now the server's time in milliseconds.
 */
export function useTimeLeft(iso: string, now: () => number): number {
  const [left, setLeft] = useState(() => timeLeft(iso, now));
  const isOver = left === 0;
  const clock = useRef(now);
  useEffect(() => {
    clock.current = now;
  }, [now]);
  useEffect(() => {
    const look = () => setLeft(timeLeft(iso, clock.current));
    look();
    if (isOver) return undefined;
    const timer = setInterval(look, SECOND);
    return () => clearInterval(timer);
  }, [iso, isOver]);
  return left;
}

// A moment that cannot be read never ends here: the server decides in any case.
function timeLeft(iso: string, now: () => number): number {
  const until = Date.parse(iso);
  return Number.isNaN(until) ? Infinity : Math.max(0, until - now());
}
