/** Follows a conversation as it grows: reconnects, and goes on after the last message that is known. */

import type { Message } from "../contract/message";
import type { Api } from "./api";
import { Backoff } from "./backoff";
import { EventReader } from "./events";
import { Trouble, troubleOf } from "./trouble";

export interface StreamListener {
  lastSeq(): number;
  received(message: Message): void;
  connected(connected: boolean): void;
  failed(trouble: Trouble): void;
}

// The gateway pings every 15 s; silence for three of them is a dead connection.
const SILENCE = 45_000;
const LASTING = 5_000;

export class Stream {
  readonly #stopped = new AbortController();
  #current: AbortController | null = null;
  #wake: () => void = () => undefined;

  constructor(
    private readonly api: Api,
    private readonly listener: StreamListener,
    private readonly backoff = new Backoff(),
    private readonly silence = SILENCE,
  ) {}

  /** Follow until `stop`. */
  async run(): Promise<void> {
    while (!this.#isStopped()) {
      const pause = await this.#once();
      if (this.#isStopped()) return;
      await this.#sleep(pause);
    }
  }

  stop(): void {
    this.#stopped.abort();
    this.#current?.abort();
    this.#wake();
  }

  /** Try now: the network is back, or somebody looks. */
  hurry(): void {
    this.backoff.reset();
    this.#wake();
  }

  /** The network is gone: what is open is dead, even if nobody has said so. */
  cut(): void {
    this.#current?.abort();
  }

  /** One connection to its end; how long to wait before the next. */
  async #once(): Promise<number> {
    try {
      await this.#follow();
    } catch (error) {
      if (this.#isStopped()) return 0;
      this.listener.connected(false);
      if (error instanceof Trouble) this.listener.failed(error);
      if (error instanceof Trouble && error.retryAfter) return error.retryAfter * 1000;
    }
    return this.backoff.next();
  }

  async #follow(): Promise<void> {
    this.#current = new AbortController();
    const { signal } = this.#current;
    const opening = setTimeout(() => this.#current?.abort(), this.silence);
    const headers = { Accept: "text/event-stream", "Last-Event-ID": String(this.listener.lastSeq()) };
    const answer = await this.api.open("/api/v1/events", { headers, signal }).finally(() => clearTimeout(opening));
    if (!answer.ok) throw await troubleOf(answer);
    if (!answer.body) throw new Trouble("offline");
    this.listener.connected(true);
    const lasting = setTimeout(() => this.backoff.reset(), LASTING);
    await this.#listen(answer.body.getReader()).finally(() => clearTimeout(lasting));
  }

  async #listen(bytes: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
    const text = new TextDecoder();
    const events = new EventReader();
    for (;;) {
      const watchdog = setTimeout(() => this.#current?.abort(), this.silence);
      const { done, value } = await bytes.read().finally(() => clearTimeout(watchdog));
      if (done || this.#isStopped()) return;
      for (const event of events.feed(text.decode(value, { stream: true }))) this.#take(event.type, event.data);
    }
  }

  #take(type: string, data: string): void {
    if (type !== "message") return;
    try {
      this.listener.received(JSON.parse(data) as Message);
      this.backoff.reset();
    } catch (error) {
      if (error instanceof SyntaxError) throw new Trouble("server"); // garbled: read it again
      throw error;
    }
  }

  #isStopped(): boolean {
    return this.#stopped.signal.aborted;
  }

  #sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
