/** What was said, in order and each message once, however often and by whichever way it arrives. */

import type { Message } from "../contract/message";

export class Transcript {
  #bySeq = new Map<number, Message>();
  #ordered: readonly Message[] = [];
  #complete: number | null = null;

  get messages(): readonly Message[] {
    return this.#ordered;
  }

  get first(): number {
    return this.#ordered[0]?.seq ?? 0;
  }

  get last(): number {
    return this.#ordered[this.#ordered.length - 1]?.seq ?? 0;
  }

  /** Up to here nothing is missing: what comes after has to be asked for, even where something later is known. */
  get complete(): number {
    return this.#complete ?? 0;
  }

  /** Something later came before what lies between: from another tab, or with the answer to a message of one's own. */
  get hasHole(): boolean {
    return this.#complete !== null && this.last > this.#complete;
  }

  /** Take the newest page in; what came by other ways while it was read may leave a hole after it. */
  begin(page: readonly Message[]): void {
    this.#complete = page.length ? Math.min(...page.map((message) => message.seq)) - 1 : 0;
    this.add(page);
    this.#advance();
  }

  /** Take messages in; those that were new come back. */
  add(messages: readonly Message[]): Message[] {
    const fresh = messages.filter((message) => isMessage(message) && !this.#bySeq.has(message.seq));
    for (const message of fresh) this.#bySeq.set(message.seq, message);
    if (fresh.length) this.#ordered = [...this.#bySeq.values()].sort((one, other) => one.seq - other.seq);
    this.#advance();
    return fresh;
  }

  #advance(): void {
    if (this.#complete === null) return;
    while (this.#bySeq.has(this.#complete + 1)) this.#complete += 1;
  }
}

function isMessage(message: Message): boolean {
  return Number.isSafeInteger(message.seq) && message.seq > 0 && typeof message.text === "string" && Array.isArray(message.buttons);
}
