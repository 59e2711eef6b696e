/** Calls of the gateway: JSON in, JSON out, a token renewed once, and every failure a Trouble. */

import type { ServerClock } from "./clock";
import { patience } from "./patience";
import type { Session } from "./session";
import { Trouble, troubleOf } from "./trouble";

export interface CallOptions {
  method?: "GET" | "POST";
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

const UNAUTHENTICATED = 401;

export class Api {
  constructor(
    readonly base: string,
    readonly session: Session,
    readonly clock: ServerClock,
    private readonly longest = 30_000,
  ) {}

  async call(path: string, options: CallOptions = {}): Promise<unknown> {
    const answer = await this.open(path, { signal: patience(this.longest), ...options });
    if (!answer.ok) throw await troubleOf(answer);
    if (answer.status === 204) return null;
    try {
      return await answer.json();
    } catch {
      throw new Trouble("offline"); // cut in the middle
    }
  }

  /** The bare answer, for streams too; a refused token is renewed once. */
  async open(path: string, options: CallOptions = {}): Promise<Response> {
    const token = await this.session.token();
    const first = await this.#send(path, options, token);
    if (first.status !== UNAUTHENTICATED) return first;
    return this.#send(path, options, await this.session.renewed(token));
  }

  async #send(path: string, { method = "GET", body, headers = {}, signal }: CallOptions, token: string): Promise<Response> {
    const json: Record<string, string> = body === undefined ? {} : { "Content-Type": "application/json" };
    const request: RequestInit = {
      method,
      headers: { ...headers, ...json, Authorization: `Bearer ${token}` },
      credentials: "omit",
      cache: "no-store",
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    };
    const answer = await fetch(this.base + path, request).catch(() => {
      throw new Trouble("offline");
    });
    this.clock.learn(answer.headers.get("Date"));
    return answer;
  }
}
