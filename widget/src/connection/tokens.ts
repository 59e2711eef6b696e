/** Where tokens come from: the host's page for a customer, the gateway for a visitor. */

import { patience } from "./patience";
import type { Store } from "./store";
import { Trouble, troubleOf } from "./trouble";

export interface Credentials {
  token: string;
  visitor: boolean;
}

export interface TokenSource {
  /**
   * A token to go on with.
   *
   * @param rejected the one that the gateway refuses; never given again.
   * @throws Trouble when there is none to be had now.
   */
  fresh(rejected: string | null): Promise<Credentials>;
  forget(): void;
}

const KEPT = "visitor";
const PATIENCE = 15_000;

/** A visitor keeps one name across pages and tabs, where the browser can keep it. */
export class VisitorTokens implements TokenSource {
  constructor(
    private readonly base: string,
    private readonly store: Store,
  ) {}

  async fresh(rejected: string | null): Promise<Credentials> {
    const kept = this.store.get(KEPT);
    if (kept && kept !== rejected) return { token: kept, visitor: true };
    const token = await this.#issued();
    this.store.set(KEPT, token);
    return { token, visitor: true };
  }

  forget(): void {
    this.store.remove(KEPT);
  }

  async #issued(): Promise<string> {
    const answer = await fetch(`${this.base}/api/v1/visitors`, {
      method: "POST",
      credentials: "omit",
      cache: "no-store",
      signal: patience(PATIENCE),
    }).catch(() => {
      throw new Trouble("offline");
    });
    if (!answer.ok) throw await troubleOf(answer);
    return ((await answer.json()) as { token: string }).token;
  }
}

/** A customer's tokens are the host's to give; without one the customer is a visitor. */
export class HostTokens implements TokenSource {
  #wasCustomer = false;

  constructor(
    private readonly ask: () => Promise<string | null>,
    private readonly visitors: VisitorTokens,
  ) {}

  async fresh(rejected: string | null): Promise<Credentials> {
    const token = await this.#asked();
    if (token !== null && token !== rejected) {
      this.#wasCustomer = true;
      return { token, visitor: false };
    }
    // Somebody who was logged in is not turned into a stranger behind their back.
    if (this.#wasCustomer || token !== null) throw new Trouble("signed-out", 401);
    return this.visitors.fresh(rejected);
  }

  forget(): void {
    this.#wasCustomer = false;
    this.visitors.forget();
  }

  async #asked(): Promise<string | null> {
    try {
      return await this.ask();
    } catch {
      throw new Trouble("signed-out", 401);
    }
  }
}
