/** The window's side of the bridge: it listens to one page only, its parent, at the origin it was opened for. */

import { isOurs, wrap, type FrameOptions, type ToFrame, type ToHost } from "./messages";

export interface FrameListener {
  shown(): void;
  hidden(): void;
  ask(question: string): void;
  recheck(): void;
  logout(): void;
  init(options: FrameOptions): void;
}

interface Asked {
  resolve(token: string | null): void;
  reject(reason: Error): void;
}

export class FrameBridge {
  #asked = new Map<number, Asked>();
  #next = 1;

  /**
   * @param host the origin of the page around the frame, pinned when the frame was opened.
   * @param patience milliseconds that the host may take to give a token.
   */
  constructor(
    private readonly host: string,
    private readonly listener: FrameListener,
    private readonly here: Window = window,
    private readonly patience = 15_000,
  ) {
    here.addEventListener("message", this.#heard);
  }

  tell(message: ToHost): void {
    this.here.parent.postMessage(wrap(message), this.host);
  }

  /** A token of the customer, or null when nobody is logged in. */
  token = (): Promise<string | null> => {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      setTimeout(() => this.#answer(id, (asked) => asked.reject(new Error("the host page gave no token"))), this.patience);
      this.tell({ type: "need-token", id });
    });
  };

  close(): void {
    this.here.removeEventListener("message", this.#heard);
  }

  #heard = (event: MessageEvent<unknown>): void => {
    if (event.origin !== this.host || event.source !== this.here.parent || !isOurs(event.data)) return;
    const message = event.data as unknown as ToFrame;
    switch (message.type) {
      case "token":
        return this.#answer(message.id, (asked) => asked.resolve(message.token));
      case "no-token":
        return this.#answer(message.id, (asked) => asked.reject(new Error("the host page failed to give a token")));
      case "init":
        return this.listener.init(message.options);
      case "ask":
        return this.listener.ask(message.question);
      case "shown":
      case "hidden":
      case "recheck":
      case "logout":
        return this.listener[message.type]();
      default:
        return undefined; // of a later version
    }
  };

  #answer(id: number, settle: (asked: Asked) => void): void {
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    if (asked) settle(asked);
  }
}

/** The origin that the loader opened the frame for; null when the page stands alone. */
export function pinnedHost(here: Window): string | null {
  if (here.parent === here) return null;
  const named = new URLSearchParams(here.location.hash.slice(1)).get("host");
  try {
    return named && new URL(named).origin === named ? named : null;
  } catch {
    return null;
  }
}
