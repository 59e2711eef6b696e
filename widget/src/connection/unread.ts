/** How much of a conversation nobody has seen yet; kept in this browser, shared by its tabs. */

import type { Message } from "../contract/message";
import type { Store } from "./store";

const KEPT = "read";

export class Unread {
  constructor(
    private readonly store: Store,
    private readonly tell: (seq: number) => void,
  ) {}

  /** On a new device everything that was said before counts as read. */
  begin(last: number): void {
    if (this.store.get(KEPT) === null) this.#keep(last);
  }

  /** The customer sees the conversation up to here. */
  see(last: number): void {
    if (this.readUpTo(last)) this.tell(last);
  }

  /** Whether that is further than was known. */
  readUpTo(seq: number): boolean {
    if (seq <= this.#last()) return false;
    this.#keep(seq);
    return true;
  }

  count(messages: readonly Message[]): number {
    const read = this.#last();
    return messages.filter(({ seq, role }) => seq > read && role !== "user").length;
  }

  #last(): number {
    return Number(this.store.get(KEPT)) || 0;
  }

  #keep(seq: number): void {
    this.store.set(KEPT, String(seq));
  }
}
