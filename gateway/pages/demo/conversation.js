// What was said, and what is still on its way: no page in here, so that a reload or another page can use it alike.

import { Refusal, Unreachable } from "./api.js";
import { Stream } from "./stream.js";

const PAGE = 200;

export class Conversation {
  messages = new Map();
  outgoing = [];
  connected = true;
  loading = true;
  #sending = false;
  #closed = false;

  // `changed()` is called after every change, `settled(entry)` when something sent has arrived as message
  // `entry.seq`, `lost(error)` when the customer is no longer known.
  constructor(session, { changed, settled, lost }) {
    this.session = session;
    this.changed = () => this.#closed || changed();
    this.settled = settled;
    this.lost = lost;
    this.stream = new Stream(session, {
      lastSeq: () => this.lastSeq(),
      message: (message) => this.#streamed(message),
      connected: (connected) => this.#update({ connected }),
    });
  }

  lastSeq() {
    return Math.max(0, ...this.messages.keys());
  }

  ordered() {
    return [...this.messages.values()].sort((one, other) => one.seq - other.seq);
  }

  get waiting() {
    return this.outgoing.some((entry) => entry.state === "sending");
  }

  async open() {
    try {
      await this.#history();
    } catch (error) {
      if (error instanceof Refusal && [401, 404].includes(error.status)) return this.lost(error);
      this.connected = !(error instanceof Unreachable);
    }
    this.#update({ loading: false });
    if (!this.#closed) this.stream.run();
  }

  close() {
    this.#closed = true;
    this.stream.stop();
  }

  say(text) {
    this.#enqueue({ text, body: { text } });
  }

  press(button) {
    this.#enqueue({ text: button.title, body: { button: button.id } });
  }

  retry(entry) {
    Object.assign(entry, { state: "sending", problem: null, notBefore: 0 });
    this.#drain();
  }

  async feedback(message, helpful) {
    await this.#post(`/api/v1/messages/${message.id}/feedback`, { helpful });
  }

  async rate(score, comment) {
    await this.#post("/api/v1/rating", comment ? { score, comment } : { score });
  }

  async #history() {
    for (;;) {
      const page = await this.session.call(`/api/v1/messages?after=${this.lastSeq()}&limit=${PAGE}`);
      for (const message of page.messages) this.messages.set(message.seq, message);
      if (page.messages.length < PAGE) return;
    }
  }

  #enqueue({ text, body }) {
    const clientId = crypto.randomUUID();
    this.outgoing.push({ clientId, text, body, state: "sending", problem: null, notBefore: 0, seq: null });
    this.#drain();
  }

  // One after the other, so that what was typed first is said first.
  async #drain() {
    this.changed();
    if (this.#sending) return;
    this.#sending = true;
    for (let entry; (entry = this.outgoing.find((one) => one.state === "sending")); ) await this.#deliver(entry);
    this.#sending = false;
    this.changed();
  }

  async #deliver(entry) {
    try {
      const answer = await this.#post("/api/v1/messages", { client_id: entry.clientId, ...entry.body });
      this.#settle(entry, answer.messages);
    } catch (error) {
      if (entry.seq) return this.#drop(entry); // it arrived, and its answer comes on the stream
      const notBefore = error.retryAfter ? Date.now() + error.retryAfter * 1000 : 0;
      Object.assign(entry, { state: "failed", problem: error.message, notBefore });
      entry.final = error instanceof Refusal && error.status < 500 && ![401, 408, 429].includes(error.status);
    }
    this.changed();
  }

  #settle(entry, messages) {
    for (const message of messages) this.messages.set(message.seq, message);
    entry.seq = messages.find((message) => message.role === "user")?.seq ?? null;
    this.#drop(entry);
  }

  #drop(entry) {
    this.outgoing = this.outgoing.filter((one) => one !== entry);
    this.settled(entry);
  }

  #post(path, body) {
    return this.session.call(path, { method: "POST", body });
  }

  #streamed(message) {
    // The customer's own message may come back on the stream before the call that sent it has answered.
    const isOwn = (entry) => message.role === "user" && !entry.seq && entry.text.trim() === message.text;
    const own = this.messages.has(message.seq) ? null : this.outgoing.find(isOwn);
    this.messages.set(message.seq, message);
    if (own) own.seq = message.seq;
    if (own?.state === "failed") this.#drop(own);
    this.changed();
  }

  #update(values) {
    Object.assign(this, values);
    this.changed();
  }
}
