/** Where the list stands: follows the newest for those who are there, and lets everybody else read in peace. */

import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";

const NEAR = 80;

export interface Scroll {
  list: RefObject<HTMLDivElement>;
  /** How many messages have come in below what is being read. */
  below: number;
  atEnd: boolean;
  toEnd(): void;
  onScroll(): void;
}

interface Shown {
  first: number;
  last: number;
  /** The customer's own: these are always gone to. */
  own: number;
}

/** @param earlier is called when the customer has scrolled up to the first message. */
export function useScroll(shown: Shown, earlier: () => void): Scroll {
  const list = useRef<HTMLDivElement>(null);
  const [below, setBelow] = useState(0);
  const [atEnd, setAtEnd] = useState(true);
  const stays = useRef(true);
  const before = useRef({ ...shown, height: 0 });

  const toEnd = useCallback(() => {
    stays.current = true;
    setAtEnd(true);
    setBelow(0);
    if (list.current) list.current.scrollTop = list.current.scrollHeight;
  }, []);

  const onScroll = () => {
    const element = list.current;
    if (!element) return;
    stays.current = isNearEnd(element);
    setAtEnd(stays.current);
    if (stays.current) setBelow(0);
    if (element.scrollTop < NEAR && element.scrollHeight > element.clientHeight) earlier();
  };

  const { first, last, own } = shown;
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    const known = before.current;
    if (first < known.first) element.scrollTop += element.scrollHeight - known.height;
    else if (stays.current || own > known.own) toEnd();
    else if (last > known.last) setBelow((count) => count + last - known.last);
    before.current = { first, last, own, height: element.scrollHeight };
  }, [first, last, own, toEnd]);

  // A keyboard that opens, or a card that grows, must not push the newest out of sight.
  useEffect(() => {
    const element = list.current;
    if (!element || typeof ResizeObserver === "undefined") return undefined;
    const observer = new ResizeObserver(() => {
      before.current.height = element.scrollHeight;
      if (stays.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);

  return { list, below, atEnd, toEnd, onScroll };
}

function isNearEnd(element: HTMLElement): boolean {
  return element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
}
