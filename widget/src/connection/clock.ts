/** The server's time, learnt from its answers: the clock of this machine may be wrong by hours. */
export class ServerClock {
  #zero: number;

  constructor(private readonly monotonic: () => number = () => performance.now()) {
    this.#zero = Date.now() - monotonic();
  }

  learn(date: string | null): void {
    const time = Date.parse(date ?? "");
    if (!Number.isNaN(time)) this.#zero = time - this.monotonic();
  }

  now(): number {
    return this.#zero + this.monotonic();
  }
}
