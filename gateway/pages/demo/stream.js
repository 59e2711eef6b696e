// Follows a conversation as it grows: reconnects with back-off, going on after the last message seen.

import { EventReader } from "./events.js";

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;
const SILENCE = 45_000; // the gateway pings every 15 s; silence for three of them is a dead connection

export class Stream {
  #stopped = new AbortController();
  #current = null;
  #wake = () => {};

  // `listener` has lastSeq(), message(message) and connected(boolean).
  constructor(session, listener) {
    this.session = session;
    this.listener = listener;
    addEventListener("online", () => this.#wake(), { signal: this.#stopped.signal });
    addEventListener("offline", () => this.#current?.abort(), { signal: this.#stopped.signal });
  }

  async run() {
    let pause = FIRST_PAUSE;
    while (!this.#stopped.signal.aborted) {
      const began = await this.#follow();
      if (this.#stopped.signal.aborted) return;
      pause = began ? FIRST_PAUSE : Math.min(pause * 2, LONGEST_PAUSE);
      await this.#sleep(pause * (0.7 + Math.random() * 0.6));
    }
  }

  stop() {
    this.#stopped.abort();
    this.#current?.abort();
    this.#wake();
  }

  // One connection until it ends; whether it ever opened.
  async #follow() {
    this.#current = new AbortController();
    let opened = false;
    try {
      const answer = await this.session.open("/api/v1/events", {
        headers: { Accept: "text/event-stream", "Last-Event-ID": String(this.listener.lastSeq()) },
        signal: this.#current.signal,
      });
      opened = answer.ok;
      if (opened) await this.#listen(answer.body);
    } catch {
      // Whatever broke it, the next attempt says whether it lasts.
    }
    if (!opened && !this.#stopped.signal.aborted) this.listener.connected(false);
    return opened;
  }

  async #listen(body) {
    this.listener.connected(true);
    const bytes = body.pipeThrough(new TextDecoderStream()).getReader();
    const events = new EventReader();
    for (;;) {
      const watchdog = setTimeout(() => this.#current.abort(), SILENCE);
      const { done, value } = await bytes.read().finally(() => clearTimeout(watchdog));
      if (done || this.#stopped.signal.aborted) return;
      for (const event of events.feed(value)) {
        if (event.type === "message") this.listener.message(JSON.parse(event.data));
      }
    }
  }

  #sleep(milliseconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => (clearTimeout(timer), resolve());
    });
  }
}
