/** Several tabs as one: they tell each other what they learn, and one of them holds the stream. */

import type { Message } from "../contract/message";
import type { OpinionNews } from "./opinions";

export type TabNews =
  | { type: "messages"; messages: Message[] }
  | { type: "connected"; connected: boolean }
  | { type: "read"; seq: number }
  | OpinionNews
  | { type: "forget" };

export interface TabsListener {
  heard(news: TabNews): void;
  /** This tab is to hold the stream, until `follow`. */
  lead(): void;
  follow(): void;
}

/** What the browser brings for this; either may be missing, and every tab is then on its own. */
export interface TabsMeans {
  locks: Pick<LockManager, "request"> | undefined;
  channel: ((name: string) => BroadcastChannel) | undefined;
}

export function browserMeans(): TabsMeans {
  const scope = globalThis as { BroadcastChannel?: typeof BroadcastChannel; navigator?: { locks?: LockManager } };
  return {
    locks: scope.navigator?.locks,
    channel: scope.BroadcastChannel && ((name) => new BroadcastChannel(name)),
  };
}

export class Tabs {
  readonly #channel: BroadcastChannel | undefined;
  readonly #closed = new AbortController();
  #release: (() => void) | null = null;
  #isInLine = false;
  /** Which of this tab's requests leads: one that it stole from itself must not take the stream down. */
  #leading: object | null = null;

  constructor(
    private readonly name: string,
    private readonly listener: TabsListener,
    private readonly means: TabsMeans = browserMeans(),
  ) {
    this.#channel = opened(means, name);
    this.#channel?.addEventListener("message", ({ data }: MessageEvent<TabNews>) => listener.heard(data));
  }

  get leads(): boolean {
    return this.#release !== null;
  }

  /** Stand in line for the stream; the browser hands it on when the tab that holds it dies. */
  join(): void {
    if (this.#isInLine) return;
    this.#isInLine = true;
    void this.#hold({ signal: this.#closed.signal }, () => (this.#isInLine = false));
  }

  /**
   * Take the stream over: this tab is looked at.
   * A tab in the background may be put to sleep with the stream in its hands.
   */
  claim(): void {
    if (!this.leads && !this.#isClosed()) void this.#hold({ steal: true });
  }

  tell(news: TabNews): void {
    if (!this.#isClosed()) this.#channel?.postMessage(news);
  }

  close(): void {
    this.#closed.abort();
    this.#channel?.close();
    this.#release?.();
    this.#release = null;
  }

  async #hold(options: LockOptions, granted: () => void = () => undefined): Promise<void> {
    // Who cannot hear what the others learn must not wait for them.
    const locks = this.#channel && this.means.locks;
    const own = {};
    if (!locks) {
      void this.#lead(own);
      return;
    }
    const lead = () => {
      granted();
      return this.#lead(own);
    };
    try {
      await locks.request(this.name, options, lead);
    } catch (error) {
      if (!isTaken(error)) void this.#lead(own);
      else if (this.#leading === own || !this.leads) this.#lost();
    }
  }

  #lead(own: object): Promise<void> {
    if (this.#isClosed()) return Promise.resolve();
    this.#release?.();
    this.#leading = own;
    return new Promise((resolve) => {
      this.#release = resolve;
      this.listener.lead();
    });
  }

  /** Another tab took the stream: stand in line again, should that one die. */
  #lost(): void {
    this.#release = null;
    if (this.#isClosed()) return;
    this.listener.follow();
    this.join();
  }

  #isClosed(): boolean {
    return this.#closed.signal.aborted;
  }
}

/** The lock went to another tab, or this one is closing; anything else is a browser that gives out no locks here. */
function isTaken(error: unknown): boolean {
  return (error as Partial<Error> | null)?.name === "AbortError";
}

function opened(means: TabsMeans, name: string): BroadcastChannel | undefined {
  try {
    return means.channel?.(name);
  } catch {
    return undefined; // forbidden together with storage
  }
}
