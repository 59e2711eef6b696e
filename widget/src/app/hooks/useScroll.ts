/** Where the list stands: follows the newest for those who are there, and lets everybody else read in peace. */

import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";

const NEAR = 80;
const MARGIN = 12;

export interface Scroll {
  list: RefObject<HTMLDivElement>;
  /** How many messages have come in below what is being read. */
  below: number;
  atEnd: boolean;
  toEnd(): void;
  onScroll(): void;
}

/** What the list shows: positions of the first message, the newest and the customer's newest, and what is on its way. */
export interface Shown {
  first: number;
  last: number;
  own: number;
  outgoing: number;
}

/** @param earlier is called when the customer has scrolled up to the first message. */
export function useScroll(shown: Shown, earlier: () => void): Scroll {
  const list = useRef<HTMLDivElement>(null);
  const [below, setBelow] = useState(0);
  const [atEnd, setAtEnd] = useState(true);
  const stays = useRef(true);
  const before = useRef({ ...shown, height: 0 });

  const rest = useCallback((element: HTMLElement) => {
    stays.current = isNearEnd(element);
    setAtEnd(stays.current);
    if (stays.current) setBelow(0);
  }, []);

  const toEnd = useCallback(() => {
    const element = list.current;
    if (!element) return;
    element.scrollTop = element.scrollHeight;
    rest(element);
  }, [rest]);

  const onScroll = () => {
    const element = list.current;
    if (!element) return;
    rest(element);
    if (element.scrollTop < NEAR && element.scrollHeight > element.clientHeight) earlier();
  };

  const { first, last, own, outgoing } = shown;
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    const known = before.current;
    if (first < known.first) element.scrollTop += element.scrollHeight - known.height;
    else if (stays.current || outgoing > known.outgoing) {
      toEnd();
      // An answer taller than the window is read from its beginning, not from its end.
      const begun = known.last > 0 || known.outgoing > 0;
      if (begun && last > known.last) showFrom(element, own > known.last ? own : known.last + 1);
      rest(element);
    } else if (last > known.last) setBelow((count) => count + last - known.last);
    before.current = { first, last, own, outgoing, height: element.scrollHeight };
  }, [first, last, own, outgoing, toEnd, rest]);

  useEffect(() => keepPlace(list.current, stays, before), []);
  return { list, below, atEnd, toEnd, onScroll };
}

function isNearEnd(element: HTMLElement): boolean {
  return element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
}

/** Scroll up as far as it takes to see the beginning of a message. */
function showFrom(list: HTMLElement, seq: number): void {
  const message = list.querySelector(`[data-seq="${seq}"]`);
  if (!message) return;
  const top = message.getBoundingClientRect().top - list.getBoundingClientRect().top;
  if (top < 0) list.scrollTop += top - MARGIN;
}

/** A keyboard that opens, or a card that grows, must not push the newest out of sight. */
function keepPlace(list: HTMLElement | null, stays: RefObject<boolean>, before: { current: { height: number } }): (() => void) | undefined {
  if (!list || typeof ResizeObserver === "undefined") return undefined;
  const observer = new ResizeObserver(() => {
    before.current.height = list.scrollHeight;
    if (stays.current) list.scrollTop = list.scrollHeight;
  });
  observer.observe(list);
  for (const child of list.children) observer.observe(child);
  return () => observer.disconnect();
}
