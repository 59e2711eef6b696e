/** What the customer thought of it: which answers they judged, and when they rated; kept in this browser, for all tabs. */

import type { Api } from "./api";
import type { Store } from "./store";

export interface Opinions {
  /** The ids of messages that were called helpful or not. */
  judged: ReadonlySet<string>;
  /** The server's time of the last rating in milliseconds, or null. */
  ratedAt: number | null;
}

export type OpinionNews = { type: "rated"; at: number } | { type: "judged"; id: string };

interface Ports {
  changed(opinions: Opinions): void;
  tell(news: OpinionNews): void;
}

const RATED = "rated";
const JUDGED = "judged";
const MOST = 300;
const A_DAY = 24 * 60 * 60 * 1000;

export class OpinionBook {
  #now: Opinions;

  constructor(
    private readonly api: Api,
    private readonly store: Store,
    private readonly ports: Ports,
  ) {
    this.#now = { judged: new Set(idsIn(store.get(JUDGED))), ratedAt: Number(store.get(RATED)) || null };
  }

  get now(): Opinions {
    return this.#now;
  }

  async judge(id: string, helpful: boolean, reason?: string): Promise<void> {
    const path = `/api/v1/messages/${encodeURIComponent(id)}/feedback`;
    await this.api.call(path, { method: "POST", body: reason ? { helpful, reason } : { helpful } });
    this.#tell({ type: "judged", id });
  }

  async rate(score: number, comment?: string): Promise<void> {
    await this.api.call("/api/v1/rating", { method: "POST", body: comment ? { score, comment } : { score } });
    this.#tell({ type: "rated", at: this.api.clock.now() });
  }

  /** Given here or in another tab. */
  learn(news: OpinionNews): void {
    if (news.type === "rated") {
      this.store.set(RATED, String(news.at));
      this.#now = { ...this.#now, ratedAt: news.at };
    } else {
      const judged = new Set([...this.#now.judged, news.id].slice(-MOST));
      this.store.set(JUDGED, JSON.stringify([...judged]));
      this.#now = { ...this.#now, judged };
    }
    this.ports.changed(this.#now);
  }

  #tell(news: OpinionNews): void {
    this.learn(news);
    this.ports.tell(news);
  }
}

/** One rating stands for a day; who comes back for something else later may be asked again. */
export function isRated(ratedAt: number | null, saidAt: string): boolean {
  return ratedAt !== null && !(Date.parse(saidAt) - ratedAt > A_DAY);
}

function idsIn(json: string | null): string[] {
  try {
    const parsed: unknown = JSON.parse(json ?? "[]");
    return Array.isArray(parsed) ? parsed.filter((id) => typeof id === "string") : [];
  } catch {
    return [];
  }
}
