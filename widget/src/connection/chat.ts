/** The chat of whoever is there: begins a new conversation when the person changes, forgets it at log-out. */

import type { Message } from "../contract/message";
import { Api } from "./api";
import { ServerClock } from "./clock";
import { Conversation, type ConversationState } from "./conversation";
import { Session } from "./session";
import { Store } from "./store";
import { browserMeans, type TabsMeans } from "./tabs";
import type { TokenSource } from "./tokens";
import { Backoff } from "./backoff";
import { asTrouble, type Trouble } from "./trouble";

export interface ChatState extends ConversationState {
  visitor: boolean;
}

export interface ChatMeans {
  base: string;
  tokens: TokenSource;
  /** Reading these may throw, where storage is forbidden. */
  local: () => Storage;
  tab: () => Storage;
  prefix: string;
  tabs?: TabsMeans;
  firstPause?: number;
  /** Where `online`, `offline` are heard. */
  network?: EventTarget;
}

const NOBODY: ChatState = {
  phase: "starting",
  messages: [],
  outgoing: [],
  connected: true,
  trouble: null,
  hasEarlier: false,
  loadingEarlier: false,
  unread: 0,
  opinions: { judged: new Set(), ratedAt: null },
  visitor: true,
};

export class Chat {
  readonly clock = new ServerClock();
  #state = NOBODY;
  #conversation: Conversation | null = null;
  #session: Session;
  #visible = false;
  #closed = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #waitingToSay: string[] = [];
  readonly #pauses: Backoff;
  readonly #listeners = new Set<() => void>();
  readonly #spoken = new Set<(message: Message) => void>();
  readonly #ended = new AbortController();

  constructor(private readonly means: ChatMeans) {
    this.#session = this.#newSession();
    this.#pauses = new Backoff(means.firstPause);
    const { signal } = this.#ended;
    means.network?.addEventListener("online", () => this.hurry(), { signal });
    means.network?.addEventListener("offline", () => this.#conversation?.cut(), { signal });
  }

  get state(): ChatState {
    return this.#state;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  snapshot = (): ChatState => this.#state;

  onSpoken(listener: (message: Message) => void): void {
    this.#spoken.add(listener);
  }

  /** Find out who is there and open their conversation; goes on trying while that fails. */
  async start(): Promise<void> {
    clearTimeout(this.#retry);
    const session = this.#session;
    try {
      await session.token();
      if (session === this.#session && !this.#closed) this.#open();
    } catch (error) {
      const trouble = asTrouble(error);
      if (session === this.#session && !this.#closed) this.#later(trouble);
    }
  }

  say(text: string): void {
    if (this.#conversation) this.#conversation.say(text);
    else this.#waitingToSay.push(text);
  }

  press(button: string, title: string): void {
    this.#conversation?.press(button, title);
  }

  retry(clientId: string): void {
    this.#conversation?.retry(clientId);
  }

  discard(clientId: string): void {
    this.#conversation?.discard(clientId);
  }

  async loadEarlier(): Promise<void> {
    await this.#conversation?.loadEarlier();
  }

  async feedback(messageId: string, helpful: boolean, reason?: string): Promise<void> {
    await this.#conversation?.feedback(messageId, helpful, reason);
  }

  async rate(score: number, comment?: string): Promise<void> {
    await this.#conversation?.rate(score, comment);
  }

  setVisible(visible: boolean): void {
    this.#visible = visible;
    this.#conversation?.setVisible(visible);
    if (visible) this.hurry();
  }

  hurry(): void {
    if (this.#conversation) this.#conversation.hurry();
    else if (this.#state.trouble) void this.start();
  }

  /** The host says that somebody may have logged in or out: ask again who is there. */
  async recheck(): Promise<void> {
    if (!this.#conversation) return this.start();
    try {
      await this.#session.recheck();
      this.hurry();
    } catch (error) {
      asTrouble(error); // somebody else: their conversation is being opened
    }
  }

  /** Log out: nothing of the conversation stays in this browser, and a stranger begins anew. */
  forget(tellOthers = true): void {
    this.#conversation?.forget(tellOthers);
    this.#leave();
    this.#session.forget();
    this.#session = this.#newSession();
    new Store(this.means.local, this.means.prefix).clear();
    new Store(this.means.tab, this.means.prefix).clear();
  }

  close(): void {
    this.#closed = true;
    this.#ended.abort();
    clearTimeout(this.#retry);
    this.#conversation?.close();
  }

  #newSession(): Session {
    return new Session(this.means.tokens, () => this.#someoneElse());
  }

  #someoneElse(): void {
    // What a visitor typed goes on with them; what a customer typed is never sent in another's name.
    const unsent = this.#state.visitor ? this.#state.outgoing : [];
    this.#leave();
    this.#waitingToSay.push(...unsent.filter((entry) => entry.button === null).map((entry) => entry.text));
    queueMicrotask(() => void this.start());
  }

  #leave(): void {
    this.#conversation?.close();
    this.#conversation = null;
    clearTimeout(this.#retry);
    this.#waitingToSay = [];
    this.#publish(NOBODY);
  }

  #open(): void {
    if (this.#conversation) return;
    this.#pauses.reset();
    const subject = keyOf(this.#session.subject);
    const prefix = `${this.means.prefix}${subject}.`;
    const conversation = new Conversation(
      {
        api: new Api(this.means.base, this.#session, this.clock),
        local: new Store(this.means.local, prefix),
        tab: new Store(this.means.tab, prefix),
        tabs: this.means.tabs ?? browserMeans(),
        name: prefix,
        ...(this.means.firstPause === undefined ? {} : { firstPause: this.means.firstPause }),
      },
      {
        changed: () => this.#conversation === conversation && this.#publish(conversation.state),
        spoken: (message) => this.#spoken.forEach((listener) => listener(message)),
        forgotten: () => {
          this.forget(false);
          void this.start();
        },
      },
    );
    this.#conversation = conversation;
    conversation.setVisible(this.#visible);
    for (const text of this.#waitingToSay.splice(0)) conversation.say(text);
    void conversation.start();
  }

  #later(trouble: Trouble): void {
    this.#publish({ ...this.#state, trouble, connected: false });
    if (trouble.kind === "signed-out") return; // the host knows when that changes
    this.#retry = setTimeout(() => void this.start(), (trouble.retryAfter ?? 0) * 1000 || this.#pauses.next());
  }

  #publish(state: ConversationState): void {
    this.#state = { ...state, visitor: this.#session.visitor };
    this.#listeners.forEach((listener) => listener());
  }
}

/** A short key that does not show whose it is. */
function keyOf(subject: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(subject)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(36);
}
