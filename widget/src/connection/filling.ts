/** Reads what is missing in the middle: another tab, or an answer, may tell of what comes later first. */

import type { Message } from "../contract/message";
import type { Backoff } from "./backoff";
import type { Transcript } from "./transcript";
import { asTrouble } from "./trouble";

const MOST = 200;

export class Filling {
  #busy = false;
  #stopped = false;
  #again: ReturnType<typeof setTimeout> | undefined;

  /** @param read takes the messages of a query in and gives back those that were new. */
  constructor(
    private readonly transcript: Transcript,
    private readonly read: (query: string) => Promise<Message[]>,
    private readonly pauses: Backoff,
  ) {}

  /** Read until nothing is missing; what fails is tried again after a pause. */
  go(): void {
    if (this.transcript.hasHole && !this.#busy) void this.#fill();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#again);
  }

  async #fill(): Promise<void> {
    clearTimeout(this.#again);
    this.#busy = true;
    let goesOn = true;
    while (goesOn && this.transcript.hasHole && !this.#stopped) goesOn = await this.#readOn();
    this.#busy = false;
    if (this.#stopped || !this.transcript.hasHole) return;
    this.#again = setTimeout(() => this.go(), this.pauses.next());
  }

  /** Whether something came of it. */
  async #readOn(): Promise<boolean> {
    try {
      const fresh = await this.read(`after=${this.transcript.complete}&limit=${MOST}`);
      if (fresh.length) this.pauses.reset();
      return fresh.length > 0;
    } catch (error) {
      asTrouble(error);
      return false;
    }
  }
}
