/** How long to wait before the next attempt: 1 s, 2 s, 4 s… up to half a minute, never all customers at once. */
export class Backoff {
  #attempts = 0;

  constructor(
    private readonly first = 1000,
    private readonly longest = 30_000,
    private readonly random: () => number = Math.random,
  ) {}

  /** Milliseconds, between half of the step and the whole of it. */
  next(): number {
    const step = Math.min(this.longest, this.first * 2 ** Math.min(this.#attempts, 30));
    this.#attempts += 1;
    return step * (0.5 + this.random() / 2);
  }

  reset(): void {
    this.#attempts = 0;
  }
}
