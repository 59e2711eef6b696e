/** `window.Xiaohu`: what a shop's page can call. */

import type { MessageHint, ToHost } from "../bridge/messages";
import { Frame } from "./frame";
import { Launcher } from "./launcher";
import { forgetAll, rememberClosing, rememberUse, wasClosed, wasUsed } from "./memory";
import { frameOptions, positionOf, themeOf, tokenIn, type InitOptions, type ScriptFacts } from "./options";
import { LAUNCHER_WORDS, shortCount, type LauncherWords } from "./strings";
import { keepAboveKeyboard } from "./viewport";

/** What each event brings. */
export interface Events {
  unread: number;
  opened: null;
  closed: null;
  message: MessageHint;
  /** The customer wants to log in. */
  login: null;
}

type Handler = (detail: never) => void;
const FORGETTING = 5_000;

export class Xiaohu {
  #options: InitOptions = {};
  readonly #words: LauncherWords;
  readonly #launcher: Launcher;
  #frame: Frame;
  #open = false;
  #blocked = false;
  #title: string | null = null;
  readonly #handlers = new Map<string, Set<Handler>>();
  #forgetting: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly script: ScriptFacts) {
    this.#words = LAUNCHER_WORDS[script.locale];
    this.#launcher = new Launcher(this.#words, () => (this.#open ? this.close() : this.open()));
    this.#frame = this.#newFrame();
    keepAboveKeyboard(this.#launcher.panel);
    this.#dress();
    this.#launcher.draw();
    document.addEventListener("visibilitychange", () => this.#showTitle());
  }

  /** Say who is there and how it should look; again whenever that changes, after a login for example. */
  init(options: InitOptions = {}): void {
    this.#options = { ...this.#options, ...options };
    this.#dress();
    if (this.#frame.loaded) {
      this.#introduce();
      this.#frame.tell({ type: "recheck" });
    } else if (wasUsed()) this.#load(); // for the count of what came in since
    if (this.#options.auto_open && !this.#open && !wasClosed() && matchMedia("(min-width: 640px)").matches) this.open();
  }

  /** Open the window; with a question, as if the customer had typed it. */
  open({ question }: { question?: string } = {}): void {
    rememberUse();
    const opening = !this.#open;
    this.#open = true;
    this.#launcher.show(true);
    this.#load();
    if (opening) this.#frame.tell({ type: "shown" });
    if (typeof question === "string" && question.trim()) this.#frame.tell({ type: "ask", question: question.trim() });
    this.#frame.focus();
    if (opening) this.#emit("opened", null);
  }

  close(): void {
    if (!this.#open) return;
    rememberClosing();
    this.#open = false;
    this.#launcher.show(false);
    this.#frame.tell({ type: "hidden" });
    this.#launcher.focus();
    this.#emit("closed", null);
  }

  /** Hear of `unread`, `opened`, `closed`, `message` and `login`; call what comes back to hear no more. */
  on<K extends keyof Events>(event: K, handler: (detail: Events[K]) => void): () => void {
    const handlers = this.#handlers.get(event) ?? new Set();
    this.#handlers.set(event, handlers.add(handler));
    if (event === "login" && this.#frame.loaded) this.#introduce();
    return () => handlers.delete(handler);
  }

  /** Forget the customer: token, conversation, everything kept in this browser. */
  logout(): void {
    forgetAll();
    delete this.#options.getToken;
    this.close();
    forgetAll();
    this.#unread(0);
    this.#load(); // what an earlier page has left behind is forgotten by the window itself
    this.#frame.tell({ type: "logout" });
    clearTimeout(this.#forgetting);
    this.#forgetting = setTimeout(() => this.#unload(), FORGETTING);
  }

  /** A queued call: `["init", {…}]`. */
  push(...calls: unknown[]): void {
    for (const call of calls) {
      const [name, ...given] = Array.from(call as ArrayLike<unknown>);
      const method = typeof name === "string" && CALLS.includes(name) ? (this as unknown as Record<string, (...given: unknown[]) => void>)[name] : undefined;
      if (method) method.apply(this, given);
      else console.warn(`[xiaohu] There is no call ${String(name)}; there are ${CALLS.join(", ")}.`);
    }
  }

  #newFrame(): Frame {
    const { base, site, locale } = this.script;
    const query = new URLSearchParams({ site, locale });
    return new Frame(base, `${base}/widget/?${query.toString()}`, this.#words.title, {
      heard: (message) => this.#heard(message),
      blocked: () => this.#block(),
    });
  }

  #load(): void {
    if (this.#frame.loaded) return;
    if (this.#blocked) {
      this.#block();
      return;
    }
    this.#frame.load(this.#launcher.panel);
  }

  #unload(): void {
    clearTimeout(this.#forgetting);
    this.#frame.unload();
    this.#frame = this.#newFrame();
    if (this.#open) {
      this.#load();
      this.#frame.tell({ type: "shown" });
    }
  }

  #block(): void {
    this.#blocked = true;
    this.#launcher.block(`${this.script.base}/widget/?${new URLSearchParams({ locale: this.script.locale }).toString()}`, () => this.close());
  }

  #heard(message: ToHost): void {
    switch (message.type) {
      case "ready":
        return this.#introduce();
      case "need-token":
        return void this.#giveToken(message.id);
      case "close":
        return this.close();
      case "unread":
        return this.#unread(message.count);
      case "message":
        return this.#emit("message", message.message);
      case "login":
        return this.#emit("login", null);
      case "forgotten":
        return this.#unload();
    }
  }

  #introduce(): void {
    const hasLogin = (this.#handlers.get("login")?.size ?? 0) > 0;
    this.#frame.tell({ type: "init", options: frameOptions(this.#options, this.#theme(), hasLogin) });
  }

  async #giveToken(id: number): Promise<void> {
    try {
      const token = tokenIn(await this.#options.getToken?.());
      this.#frame.tell({ type: "token", id, token });
    } catch (error) {
      console.warn("[xiaohu] getToken failed; the customer is asked to log in again.", error);
      this.#frame.tell({ type: "no-token", id });
    }
  }

  #theme() {
    return themeOf(this.#options.theme, this.script);
  }

  #dress(): void {
    this.#launcher.dress(this.#theme(), positionOf(this.#options.position));
  }

  #unread(count: number): void {
    this.#launcher.unread(count);
    this.#emit("unread", count);
    this.#count = count;
    this.#showTitle();
  }

  #count = 0;

  /** While nobody looks at the page, its tab says that something came in. */
  #showTitle(): void {
    const hint = document.hidden && this.#count > 0 ? this.#words.news.replace("{count}", shortCount(this.#count)) : null;
    if (this.#title !== null) document.title = this.#title;
    this.#title = hint === null ? null : document.title;
    if (hint !== null) document.title = hint + document.title;
  }

  #emit<K extends keyof Events>(event: K, detail: Events[K]): void {
    for (const handler of this.#handlers.get(event) ?? []) {
      try {
        (handler as (detail: Events[K]) => void)(detail);
      } catch (error) {
        console.error(error); // the host's mistake stays the host's
      }
    }
  }
}

const CALLS: readonly string[] = ["init", "open", "close", "on", "logout"];
