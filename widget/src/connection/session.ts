/** Who is talking: one token at a time, renewed once for all calls that need it. */

import type { Credentials, TokenSource } from "./tokens";
import { Trouble } from "./trouble";

export class Session {
  #current: Credentials | null = null;
  #renewing: Promise<Credentials> | null = null;

  /** @param changed is called when a renewed token is somebody else's. */
  constructor(
    private readonly source: TokenSource,
    private readonly changed: () => void = () => undefined,
  ) {}

  get visitor(): boolean {
    return this.#current?.visitor ?? true;
  }

  /** Whose conversation this is, as a key for what is kept; nothing is ever decided by it. */
  get subject(): string {
    return subjectOf(this.#current?.token ?? "");
  }

  async token(): Promise<string> {
    return (this.#current ?? (await this.#renew(null))).token;
  }

  /** Another token than `rejected`; calls that fail together are given the same one. */
  async renewed(rejected: string): Promise<string> {
    if (this.#current && this.#current.token !== rejected) return this.#current.token;
    return (await this.#renew(rejected)).token;
  }

  /**
   * Ask the source again who is there.
   *
   * @throws Trouble when it is somebody else than before.
   */
  async recheck(): Promise<void> {
    await this.#renew(null);
  }

  forget(): void {
    this.#current = null;
    this.source.forget();
  }

  #renew(rejected: string | null): Promise<Credentials> {
    this.#renewing ??= this.#ask(rejected).finally(() => (this.#renewing = null));
    return this.#renewing;
  }

  async #ask(rejected: string | null): Promise<Credentials> {
    const before = this.#current;
    const next = await this.source.fresh(rejected);
    this.#current = next;
    if (!before || subjectOf(before.token) === subjectOf(next.token)) return next;
    this.changed();
    // The call at hand was made by somebody else.
    throw new Trouble("other-customer");
  }
}

/** `kid/sub` of a token, unverified. */
export function subjectOf(token: string): string {
  const [header, claims] = token.split(".").slice(0, 2).map(decoded);
  const named = (part: Record<string, unknown> | undefined, name: string) => (typeof part?.[name] === "string" ? part[name] : "");
  return `${named(header, "kid")}/${named(claims, "sub")}`;
}

function decoded(part: string): Record<string, unknown> {
  try {
    const bytes = Uint8Array.from(atob(part.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  } catch {
    return {};
  }
}
