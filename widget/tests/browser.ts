/** What a browser keeps and shares, for tests without one. */

import type { TabsMeans } from "../src/connection/tabs";

/** Storage that works. */
export function memory(): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    clear: () => kept.clear(),
    getItem: (key) => kept.get(key) ?? null,
    key: (index) => [...kept.keys()][index] ?? null,
    removeItem: (key) => void kept.delete(key),
    setItem: (key, value) => void kept.set(key, value),
  };
}

/** Storage that a browser forbids: even to look at it throws. */
export function forbidden(): Storage {
  throw new DOMException("The operation is insecure.", "SecurityError");
}

interface Held {
  take(): void;
  lose(): void;
}

/** The browser's locks as far as they are used here: one holder, a line, and stealing, which rejects the holder. */
export class Locks {
  #holder: Held | null = null;
  #line: Held[] = [];

  readonly request = ((_name: string, options: LockOptions, work: () => Promise<unknown>) =>
    new Promise<unknown>((resolve, reject) => {
      let lost = false;
      const held: Held = {
        take: () =>
          queueMicrotask(() => {
            void work().then((value) => {
              if (!lost) resolve(value);
              if (this.#holder === held) this.#hand();
            });
          }),
        lose: () => {
          lost = true;
          queueMicrotask(() => reject(new DOMException("stolen", "AbortError")));
        },
      };
      options.signal?.addEventListener("abort", () => {
        this.#line = this.#line.filter((one) => one !== held);
        if (this.#holder !== held) reject(new DOMException("aborted", "AbortError"));
      });
      if (options.steal) {
        this.#holder?.lose();
        this.#holder = held;
        held.take();
      } else {
        this.#line.push(held);
        if (!this.#holder) this.#hand();
      }
    })) as LockManager["request"];

  /** The tab that holds the lock dies without a word. */
  crash(): void {
    this.#hand();
  }

  #hand(): void {
    this.#holder = this.#line.shift() ?? null;
    this.#holder?.take();
  }
}

/** Tabs of one browser. */
export function tabsOf(locks: Locks): TabsMeans {
  return { locks, channel: (name) => new BroadcastChannel(name) };
}

/** A browser without either. */
export const alone: TabsMeans = { locks: undefined, channel: undefined };
