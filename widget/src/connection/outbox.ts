/** What the customer has said and the gateway has not yet acknowledged; sent one after the other. */

import type { Message } from "../contract/message";
import type { Store } from "./store";
import { Trouble } from "./trouble";
import { uuid } from "./uuid";

/** `sending`, `failed` until somebody or the network has another go, or `waiting` until the gateway takes more. */
export type OutgoingState = "sending" | "failed" | "waiting";

export interface Outgoing {
  clientId: string;
  /** What the bubble shows: the text, or the title of the button. */
  text: string;
  button: string | null;
  state: OutgoingState;
  trouble: Trouble | null;
  /** Milliseconds on the clock of `performance.now()` at which a waiting one goes out by itself. */
  due: number | null;
  /** What was last said when this was: only something later can be it. */
  after: number;
  /** Set when the message has come back on the stream before the call has answered. */
  seq: number | null;
}

export interface OutboxPorts {
  send(body: Record<string, string>): Promise<Message[]>;
  changed(): void;
  /** A message has arrived; with the answers, when the call lived to bring them. */
  settled(answers: Message[]): void;
}

const KEPT = "outbox";

export class Outbox {
  #entries: readonly Outgoing[] = [];
  #draining = false;
  #closed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** What a reload has cut off is still in it; the same ids make sending it again harmless. */
  constructor(
    private readonly ports: OutboxPorts,
    private readonly store: Store,
  ) {
    this.#entries = keptEntries(store.get(KEPT)).map((entry) => ({ ...fresh(entry), clientId: entry.clientId }));
  }

  get entries(): readonly Outgoing[] {
    return this.#entries;
  }

  begin(): void {
    void this.#drain();
  }

  add(said: Pick<Outgoing, "text" | "button" | "after">): void {
    this.#set([...this.#entries, fresh(said)]);
    void this.#drain();
  }

  retry(clientId: string): void {
    this.#change(clientId, { state: "sending", trouble: null, due: null });
    void this.#drain();
  }

  discard(clientId: string): void {
    this.#set(this.#entries.filter((entry) => entry.clientId !== clientId));
  }

  /** Another go for what failed for a reason that has passed. */
  retryPassing(): void {
    for (const entry of this.#entries) if (entry.state === "failed" && entry.trouble?.passes) this.retry(entry.clientId);
  }

  /** A message came in by another way; it may be one of ours, back before its call has answered. */
  arrived(message: Message): void {
    const own = this.#entries.find((entry) => entry.seq === null && entry.text.trim() === message.text && message.seq > entry.after);
    if (message.role !== "user" || !own) return;
    if (own.state === "sending") this.#change(own.clientId, { seq: message.seq });
    else this.#finish(own, []);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  forget(): void {
    this.store.remove(KEPT);
    this.#entries = [];
  }

  async #drain(): Promise<void> {
    if (this.#draining) return;
    this.#draining = true;
    for (let next = this.#next(); next && !this.#closed; next = this.#next()) await this.#deliver(next);
    this.#draining = false;
  }

  /** What was typed first goes first; while the gateway wants a pause, nothing goes. */
  #next(): Outgoing | undefined {
    if (this.#entries.some((entry) => entry.state === "waiting")) return undefined;
    return this.#entries.find((entry) => entry.state === "sending");
  }

  async #deliver(entry: Outgoing): Promise<void> {
    const said = entry.button === null ? { text: entry.text } : { button: entry.button };
    try {
      this.#finish(entry, await this.ports.send({ client_id: entry.clientId, ...said }));
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      if (!this.#closed) this.#failed(entry.clientId, error);
    }
  }

  #failed(clientId: string, trouble: Trouble): void {
    const entry = this.#entries.find((one) => one.clientId === clientId);
    if (entry?.seq) {
      this.#finish(entry, []); // it did arrive, and the answer comes on the stream
      return;
    }
    const wait = trouble.retryAfter;
    if (wait === null) {
      this.#change(clientId, { state: "failed", trouble });
      return;
    }
    this.#change(clientId, { state: "waiting", trouble, due: performance.now() + wait * 1000 });
    this.#timer = setTimeout(() => this.retry(clientId), wait * 1000);
  }

  #finish(entry: Outgoing, answers: Message[]): void {
    if (this.#closed) return;
    this.#entries = this.#entries.filter((one) => one.clientId !== entry.clientId);
    this.#keep();
    this.ports.settled(answers);
    this.ports.changed();
  }

  #change(clientId: string, values: Partial<Outgoing>): void {
    this.#set(this.#entries.map((entry) => (entry.clientId === clientId ? { ...entry, ...values } : entry)));
  }

  #set(entries: readonly Outgoing[]): void {
    if (this.#closed) return;
    this.#entries = entries;
    this.#keep();
    this.ports.changed();
  }

  #keep(): void {
    const plain = this.#entries.map(({ clientId, text, button, after }) => ({ clientId, text, button, after }));
    if (plain.length) this.store.set(KEPT, JSON.stringify(plain));
    else this.store.remove(KEPT);
  }
}

function fresh({ text, button, after }: Pick<Outgoing, "text" | "button" | "after">): Outgoing {
  return { clientId: uuid(), text, button, after, state: "sending", trouble: null, due: null, seq: null };
}

type Kept = Pick<Outgoing, "clientId" | "text" | "button" | "after">;

function keptEntries(json: string | null): Kept[] {
  try {
    const parsed: unknown = JSON.parse(json ?? "[]");
    return Array.isArray(parsed) ? parsed.filter(isKept) : [];
  } catch {
    return [];
  }
}

function isKept(value: unknown): value is Kept {
  const entry = value as Partial<Kept> | null;
  return typeof entry?.clientId === "string" && typeof entry.text === "string" && typeof entry.after === "number" && (entry.button === null || typeof entry.button === "string");
}
