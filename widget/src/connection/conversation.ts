/** One customer's conversation: what was said, what is on its way, what is unread. Knows no page. */

import type { Message } from "../contract/message";
import type { Api } from "./api";
import { Backoff } from "./backoff";
import { Filling } from "./filling";
import { OpinionBook, type Opinions } from "./opinions";
import { Outbox, type Outgoing } from "./outbox";
import type { Store } from "./store";
import { Stream } from "./stream";
import { Tabs, type TabNews, type TabsMeans } from "./tabs";
import { Transcript } from "./transcript";
import { asTrouble, Trouble } from "./trouble";
import { Unread } from "./unread";

export interface ConversationState {
  phase: "starting" | "ready";
  messages: readonly Message[];
  outgoing: readonly Outgoing[];
  connected: boolean;
  /** Why nothing comes in at the moment, when that is known. */
  trouble: Trouble | null;
  hasEarlier: boolean;
  loadingEarlier: boolean;
  unread: number;
  opinions: Opinions;
}

export interface ConversationPorts {
  changed(): void;
  /** Somebody other than the customer said something new. */
  spoken(message: Message): void;
  /** Another tab has logged out. */
  forgotten(): void;
}

export interface ConversationMeans {
  api: Api;
  /** Kept across visits, and for this tab alone; both under a prefix of this customer's. */
  local: Store;
  tab: Store;
  tabs: TabsMeans;
  /** The name under which tabs of the same customer find each other. */
  name: string;
  firstPause?: number;
}

const FIRST_PAGE = 100;
const PAGE = 50;
const NEWEST = Number.MAX_SAFE_INTEGER;

export class Conversation {
  #state: ConversationState;
  readonly #transcript = new Transcript();
  readonly #outbox: Outbox;
  readonly #tabs: Tabs;
  readonly #unread: Unread;
  readonly #opinions: OpinionBook;
  #stream: Stream | null = null;
  readonly #starting: Backoff;
  readonly #filling: Filling;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #visible = false;
  #closed = false;

  constructor(
    private readonly means: ConversationMeans,
    private readonly ports: ConversationPorts,
  ) {
    this.#starting = new Backoff(means.firstPause);
    this.#filling = new Filling(this.#transcript, async (query) => this.#take(await this.#page(query)), new Backoff(means.firstPause));
    this.#outbox = new Outbox(
      {
        send: (body) => this.#send(body),
        changed: () => this.#set({ outgoing: this.#outbox.entries }),
        settled: (answers) => this.#learnt(answers, true),
      },
      means.tab,
    );
    this.#tabs = new Tabs(means.name, {
      heard: (news) => this.#heard(news),
      lead: () => this.#lead(),
      follow: () => this.#follow(),
    }, means.tabs);
    this.#unread = new Unread(means.local, (seq) => this.#tabs.tell({ type: "read", seq }));
    this.#opinions = new OpinionBook(means.api, means.local, {
      changed: (opinions) => this.#set({ opinions }),
      tell: (news) => this.#tabs.tell(news),
    });
    this.#state = {
      phase: "starting",
      messages: [],
      outgoing: this.#outbox.entries,
      connected: true,
      trouble: null,
      hasEarlier: false,
      loadingEarlier: false,
      unread: 0,
      opinions: this.#opinions.now,
    };
  }

  get state(): ConversationState {
    return this.#state;
  }

  /** Read the newest page, then follow; goes on trying by itself while that fails. */
  async start(): Promise<void> {
    clearTimeout(this.#retry);
    this.#outbox.begin();
    try {
      this.#begin(await this.#page(`before=${NEWEST}&limit=${FIRST_PAGE}`));
    } catch (error) {
      if (this.#closed) return;
      const trouble = asTrouble(error);
      this.#set({ trouble, connected: false });
      this.#retry = setTimeout(() => void this.start(), (trouble.retryAfter ?? 0) * 1000 || this.#starting.next());
    }
  }

  say(text: string): void {
    this.#outbox.add({ text, button: null, after: this.#latest() });
  }

  press(button: string, title: string): void {
    this.#outbox.add({ text: title, button, after: this.#latest() });
  }

  retry(clientId: string): void {
    this.#outbox.retry(clientId);
  }

  discard(clientId: string): void {
    this.#outbox.discard(clientId);
  }

  async loadEarlier(): Promise<void> {
    if (this.#state.loadingEarlier || !this.#state.hasEarlier) return;
    this.#set({ loadingEarlier: true });
    try {
      const page = await this.#page(`before=${this.#transcript.first}&limit=${PAGE}`);
      this.#transcript.add(page);
      this.#set({ messages: this.#transcript.messages, hasEarlier: page.length > 0 && this.#transcript.first > 1 });
    } finally {
      this.#set({ loadingEarlier: false });
    }
  }

  async feedback(messageId: string, helpful: boolean, reason?: string): Promise<void> {
    await this.#opinions.judge(messageId, helpful, reason);
  }

  async rate(score: number, comment?: string): Promise<void> {
    await this.#opinions.rate(score, comment);
  }

  /** Whether the customer sees the conversation: then nothing in it is unread, and this tab holds the stream. */
  setVisible(visible: boolean): void {
    this.#visible = visible;
    if (!visible || this.#state.phase === "starting") return;
    this.#tabs.claim();
    this.#count();
  }

  /** The network is back, or somebody looks: try now what has been waiting. */
  hurry(): void {
    if (this.#state.phase === "starting") void this.start();
    this.#stream?.hurry();
    this.#filling.go();
    this.#outbox.retryPassing();
  }

  /** The network is gone. */
  cut(): void {
    this.#stream?.cut();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#filling.stop();
    this.#outbox.close();
    this.#stream?.stop();
    this.#tabs.close();
  }

  /** Leave nothing behind in this browser, and have the other tabs do the same (unless one of them said so). */
  forget(tellOthers: boolean): void {
    if (tellOthers) this.#tabs.tell({ type: "forget" });
    this.#outbox.forget();
    this.means.local.clear();
    this.means.tab.clear();
    this.close();
  }

  /** Before the first page is read nobody knows what was said already. */
  #latest(): number {
    return this.#state.phase === "ready" ? this.#transcript.last : NEWEST;
  }

  async #page(query: string): Promise<Message[]> {
    return messagesIn(await this.means.api.call(`/api/v1/messages?${query}`));
  }

  async #send(body: Record<string, string>): Promise<Message[]> {
    return messagesIn(await this.means.api.call("/api/v1/messages", { method: "POST", body }));
  }

  #begin(page: Message[]): void {
    // Somebody who looks hurries the start on: of two pages, the first begins.
    if (this.#closed || this.#state.phase === "ready") return;
    this.#transcript.begin(page);
    this.#starting.reset();
    for (const message of page) this.#outbox.arrived(message);
    this.#unread.begin(this.#transcript.last);
    this.#set({ phase: "ready", messages: this.#transcript.messages, hasEarlier: this.#transcript.first > 1, trouble: null, connected: true });
    this.#count();
    this.#filling.go();
    this.#tabs.join();
    if (this.#visible) this.setVisible(true);
  }

  #lead(): void {
    const listener = {
      lastSeq: () => this.#transcript.complete,
      received: (message: Message) => this.#learnt([message]),
      connected: (connected: boolean) => this.#connected(connected),
      failed: (trouble: Trouble) => this.#set({ trouble }),
    };
    this.#stream?.stop();
    this.#stream = new Stream(this.means.api, listener, new Backoff(this.means.firstPause));
    void this.#stream.run();
  }

  #follow(): void {
    this.#stream?.stop();
    this.#stream = null;
  }

  #connected(connected: boolean): void {
    if (connected && !this.#state.connected) this.#outbox.retryPassing();
    this.#set(connected ? { connected, trouble: null } : { connected });
    this.#tabs.tell({ type: "connected", connected });
  }

  #learnt(messages: Message[], answers = false): void {
    const fresh = this.#take(messages, answers);
    if (fresh.length) this.#tabs.tell({ type: "messages", messages: fresh });
  }

  /** @param answers whether they are the answer to a call of this tab, which settles its own entry itself. */
  #take(messages: Message[], answers = false): Message[] {
    if (this.#closed) return [];
    const fresh = this.#transcript.add(messages);
    if (!fresh.length) return [];
    this.#filling.go();
    this.#set({ messages: this.#transcript.messages });
    if (!answers) for (const message of fresh) this.#outbox.arrived(message);
    this.#count();
    for (const message of fresh) if (message.role !== "user") this.ports.spoken(message);
    return fresh;
  }

  #heard(news: TabNews): void {
    if (this.#closed) return;
    if (news.type === "messages") this.#take(news.messages);
    else if (news.type === "connected") this.#set(news.connected ? { connected: true, trouble: null } : { connected: false });
    else if (news.type === "read") this.#count(news.seq);
    else if (news.type === "forget") this.ports.forgotten();
    else this.#opinions.learn(news);
  }

  #count(readElsewhere = 0): void {
    this.#unread.readUpTo(readElsewhere);
    if (this.#visible) this.#unread.see(this.#transcript.last);
    this.#set({ unread: this.#unread.count(this.#transcript.messages) });
  }

  #set(values: Partial<ConversationState>): void {
    if (this.#closed) return;
    this.#state = { ...this.#state, ...values };
    this.ports.changed();
  }
}

function messagesIn(answer: unknown): Message[] {
  const messages = (answer as { messages?: unknown } | null)?.messages;
  if (!Array.isArray(messages)) throw new Trouble("server");
  return messages as Message[];
}
