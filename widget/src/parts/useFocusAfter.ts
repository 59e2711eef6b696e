/** Keeps the focus where the customer is, when what was pressed goes away. */

import { useEffect, useRef, type RefObject } from "react";

/** The element to put the focus on whenever `step` changes, but not at first. */
export function useFocusAfter<E extends HTMLElement>(step: unknown): RefObject<E> {
  const place = useRef<E>(null);
  const before = useRef(step);
  useEffect(() => {
    if (before.current !== step) place.current?.focus();
    before.current = step;
  }, [step]);
  return place;
}
