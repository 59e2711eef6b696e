/** The frame with the window in it: opened once, spoken to by messages, and told when the host forbids it. */

import { isOurs, wrap, type ToFrame, type ToHost } from "../bridge/messages";
import { make } from "./dom";

export interface FramePorts {
  heard(message: ToHost): void;
  blocked(): void;
}

const PATIENCE = 15_000;

export class Frame {
  #element: HTMLIFrameElement | null = null;
  #ready = false;
  #waiting: ToFrame[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly base: string,
    private readonly address: string,
    private readonly title: string,
    private readonly ports: FramePorts,
    private readonly patience = PATIENCE,
  ) {}

  get loaded(): boolean {
    return this.#element !== null;
  }

  load(into: Element): void {
    if (this.#element) return;
    addEventListener("message", this.#heard);
    document.addEventListener("securitypolicyviolation", this.#violated);
    this.#timer = setTimeout(() => this.#blocked(), this.patience);
    // The window writes to this page only: its origin travels in the fragment, which no server sees.
    const src = `${this.address}#host=${encodeURIComponent(location.origin)}`;
    this.#element = make("iframe", { src, title: this.title, allow: "clipboard-write", referrerpolicy: "origin" });
    into.append(this.#element);
  }

  /** Say something; what is said before the window is ready waits for it. */
  tell(message: ToFrame): void {
    if (this.#ready) this.#element?.contentWindow?.postMessage(wrap(message), this.base);
    else this.#waiting.push(message);
  }

  focus(): void {
    this.#element?.focus();
  }

  unload(): void {
    clearTimeout(this.#timer);
    removeEventListener("message", this.#heard);
    document.removeEventListener("securitypolicyviolation", this.#violated);
    this.#element?.remove();
    this.#element = null;
    this.#ready = false;
    this.#waiting = [];
  }

  readonly #heard = (event: MessageEvent<unknown>): void => {
    const genuine = event.origin === this.base && event.source === this.#element?.contentWindow;
    if (!genuine || !isOurs(event.data)) return;
    const message = event.data as unknown as ToHost;
    if (message.type === "ready") this.#begin();
    this.ports.heard(message);
  };

  /** Also after the window has loaded itself again: what it is told first is for the caller to say once more. */
  #begin(): void {
    clearTimeout(this.#timer);
    this.#ready = true;
    const waiting = this.#waiting.splice(0);
    queueMicrotask(() => waiting.forEach((message) => this.tell(message)));
  }

  readonly #violated = (event: SecurityPolicyViolationEvent): void => {
    const ours = event.blockedURI === this.base || event.blockedURI.startsWith(`${this.base}/`);
    if (ours && /^(frame|child|default)-src/.test(event.effectiveDirective)) this.#blocked();
  };

  #blocked(): void {
    console.warn(
      `[xiaohu] The chat window could not open in this page. If the page has a Content-Security-Policy, it needs: ` +
        `script-src ${this.base}; frame-src ${this.base}. The gateway's sites file must list ${location.origin} among the origins.`,
    );
    this.unload();
    this.ports.blocked();
  }
}
