// The customer's simulated mobile: shows the texts that the sandbox sends, and on a small screen rings at the top.

import { call } from "./api.js";
import { find, make } from "./dom.js";
import { time } from "./words.js";

const EVERY = 1500;
const BANNER = 30_000;

export class Handset {
  #timer = 0;
  #known = null;
  #phone = null;
  #banner = 0;

  constructor() {
    this.list = find("texts");
    find("banner").addEventListener("click", () => (find("banner").hidden = true));
    document.addEventListener("visibilitychange", () => document.hidden || this.#poll());
  }

  belongTo(phone) {
    this.#phone = phone ?? null;
    this.#known = null;
    this.list.replaceChildren();
    find("handset-empty").hidden = false;
    find("handset-number").textContent = phone ?? "";
    find("banner").hidden = true;
    this.#poll();
  }

  async #poll() {
    clearTimeout(this.#timer);
    const phone = this.#phone;
    if (!phone || document.hidden) return;
    try {
      const texts = await call(`/demo/phones/${encodeURIComponent(phone)}`);
      if (phone === this.#phone) this.#show(texts);
    } catch {
      // A real handset is silent without a network, too; the next look will tell.
    }
    if (phone === this.#phone) this.#timer = setTimeout(() => this.#poll(), EVERY);
  }

  #show(texts) {
    const fresh = texts.slice(this.#known ?? 0);
    this.list.append(...fresh.map(text));
    if (fresh.length) this.list.scrollTop = this.list.scrollHeight;
    find("handset-empty").hidden = texts.length > 0;
    find("text-count").textContent = texts.length ? `（${texts.length}）` : "";
    if (this.#known !== null && fresh.length) this.#ring(fresh.at(-1));
    this.#known = texts.length;
  }

  #ring(newest) {
    clearTimeout(this.#banner);
    find("banner-text").replaceChildren(...emphasised(newest.text));
    find("banner").hidden = false;
    this.#banner = setTimeout(() => (find("banner").hidden = true), BANNER);
  }
}

const text = (one) =>
  make("li", {}, make("time", { datetime: one.sent_at }, time(one.sent_at)), make("p", {}, ...emphasised(one.text)));

const emphasised = (said) =>
  said.split(/((?<!\d)\d{6}(?!\d))/).map((part, at) => (at % 2 ? make("strong", {}, part) : part));
