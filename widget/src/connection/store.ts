/** What the widget keeps in the browser, or in memory where the browser allows nothing. */
export class Store {
  readonly #memory = new Map<string, string>();
  readonly #area: Storage | null;

  /** `area` may throw: reading `window.localStorage` itself does where storage is forbidden. */
  constructor(
    area: () => Storage,
    private readonly prefix: string,
  ) {
    this.#area = usable(area);
  }

  get(name: string): string | null {
    const key = this.prefix + name;
    try {
      return this.#memory.get(key) ?? this.#area?.getItem(key) ?? null;
    } catch {
      return null;
    }
  }

  set(name: string, value: string): void {
    const key = this.prefix + name;
    try {
      if (!this.#area) throw new Error("nowhere to keep it");
      this.#area.setItem(key, value);
      this.#memory.delete(key);
    } catch {
      this.#memory.set(key, value);
    }
  }

  remove(name: string): void {
    this.#memory.delete(this.prefix + name);
    this.#attempt(() => this.#area?.removeItem(this.prefix + name));
  }

  /** Forget everything under our prefix. */
  clear(): void {
    this.#memory.clear();
    this.#attempt(() => {
      const area = this.#area;
      const keys = Array.from({ length: area?.length ?? 0 }, (_, index) => area?.key(index) ?? "");
      for (const key of keys.filter((one) => one.startsWith(this.prefix))) area?.removeItem(key);
    });
  }

  #attempt(work: () => void): void {
    try {
      work();
    } catch {
      // Storage that was taken away in the middle has nothing left to forget.
    }
  }
}

function usable(area: () => Storage): Storage | null {
  try {
    return area();
  } catch {
    return null;
  }
}
