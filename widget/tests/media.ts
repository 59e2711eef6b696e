/** The screen, as far as media queries ask about it. */

import { vi } from "vitest";

type Change = () => void;

class Query extends EventTarget {
  media = "";
  onchange = null;
  constructor(public matches: boolean) {
    super();
  }
  addListener(changed: Change): void {
    this.addEventListener("change", changed);
  }
  removeListener(changed: Change): void {
    this.removeEventListener("change", changed);
  }
}

export function noScreen(): MediaQueryList {
  return new Query(false);
}

/** A screen to which these queries apply; call what comes back to have others apply. */
export function screenIs(...features: string[]): (...now: string[]) => void {
  const asked = new Map<string, Query>();
  let holds = features;
  const is = (query: string) => holds.some((feature) => query.includes(feature));
  vi.spyOn(window, "matchMedia").mockImplementation((query) => {
    const found = asked.get(query) ?? new Query(is(query));
    asked.set(query, found);
    return found;
  });
  return (...now) => {
    holds = now;
    for (const [query, answer] of asked) {
      answer.matches = is(query);
      answer.dispatchEvent(new Event("change"));
    }
  };
}
