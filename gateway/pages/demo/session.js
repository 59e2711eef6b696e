// Who is shopping in this tab, and the token that proves it; a token that ran out is renewed unasked.

import { call, PATIENCE, reach, read, Refusal } from "./api.js";

const KEPT = "xiaohu-demo-customer";

export class Session {
  #renewing = null;

  constructor(customer) {
    this.customer = customer;
    this.token = customer?.token ?? null;
  }

  static async arrive(profile) {
    const made = await call("/demo/customers", { method: "POST", body: { profile } });
    return new Session({ ...made, profile }).#keep();
  }

  static recall() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEPT));
      return kept ? new Session(kept) : null;
    } catch {
      return null;
    }
  }

  static forget() {
    sessionStorage.removeItem(KEPT);
  }

  get isVisitor() {
    return !this.customer?.customer_id;
  }

  async call(path, options = {}) {
    const answer = await this.open(path, { signal: AbortSignal.timeout(PATIENCE), ...options });
    const said = await read(answer);
    if (!answer.ok) throw new Refusal(answer.status, said);
    return said;
  }

  // The bare response, for streams too; a 401 is answered once with a new token.
  async open(path, { method = "GET", body, headers = {}, signal } = {}) {
    if (!this.token) await this.renew();
    const used = this.token;
    const text = body === undefined ? undefined : JSON.stringify(body);
    const attempt = () => reach(path, { method, body: text, signal, headers: this.#headers(headers, body) });
    const first = await attempt();
    if (first.status !== 401) return first;
    if (this.token === used) await this.renew();
    return attempt();
  }

  renew() {
    this.#renewing ??= this.#renewOnce().finally(() => (this.#renewing = null));
    return this.#renewing;
  }

  async #renewOnce() {
    const path = this.isVisitor ? "/api/v1/visitors" : `/demo/customers/${this.customer.customer_id}/token`;
    this.token = (await call(path, { method: "POST" })).token;
    this.customer = { ...this.customer, token: this.token };
    this.#keep();
  }

  #headers(headers, body) {
    const all = { ...headers, Authorization: `Bearer ${this.token}` };
    return body === undefined ? all : { ...all, "Content-Type": "application/json" };
  }

  #keep() {
    sessionStorage.setItem(KEPT, JSON.stringify(this.customer));
    return this;
  }
}
