/** What was said, in order and each message once, however often and by whichever way it arrives. */

import type { Message } from "../contract/message";

export class Transcript {
  #bySeq = new Map<number, Message>();
  #ordered: readonly Message[] = [];

  get messages(): readonly Message[] {
    return this.#ordered;
  }

  get first(): number {
    return this.#ordered[0]?.seq ?? 0;
  }

  get last(): number {
    return this.#ordered[this.#ordered.length - 1]?.seq ?? 0;
  }

  /** Take messages in; those that were new come back. */
  add(messages: readonly Message[]): Message[] {
    const fresh = messages.filter((message) => isMessage(message) && !this.#bySeq.has(message.seq));
    for (const message of fresh) this.#bySeq.set(message.seq, message);
    if (fresh.length) this.#ordered = [...this.#bySeq.values()].sort((one, other) => one.seq - other.seq);
    return fresh;
  }

  /** Whether taking these in would leave a hole after what is known. */
  misses(messages: readonly Message[]): boolean {
    const lowest = Math.min(...messages.map((message) => message.seq));
    return this.last > 0 && Number.isFinite(lowest) && lowest > this.last + 1;
  }
}

function isMessage(message: Message): boolean {
  return Number.isSafeInteger(message.seq) && message.seq > 0 && typeof message.text === "string" && Array.isArray(message.buttons);
}
