// The verification page in a sheet over the shop: it runs in a frame, so no secret is ever typed into the shop's page.

import { find, make } from "./dom.js";

const LINGER = 1200; // long enough to read that it worked

export class Sheet {
  #opener = null;
  #closing = 0;

  constructor() {
    this.sheet = find("sheet");
    find("sheet-close").addEventListener("click", () => this.close());
    this.sheet.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    addEventListener("message", (event) => this.#heard(event));
  }

  open(url, opener) {
    clearTimeout(this.#closing);
    this.#opener = opener;
    // The host does not count: the page is ours, whatever name this shop was opened under.
    const { pathname, search } = new URL(url, location.href);
    this.frame = make("iframe", {
      title: "验证身份",
      src: pathname + search,
      sandbox: "allow-scripts allow-forms allow-same-origin",
      referrerpolicy: "no-referrer",
    });
    find("sheet-body").replaceChildren(this.frame);
    this.sheet.hidden = false;
    find("screens").inert = true;
    find("sheet-close").focus();
  }

  close() {
    if (this.sheet.hidden) return;
    clearTimeout(this.#closing);
    this.sheet.hidden = true;
    find("screens").inert = false;
    find("sheet-body").replaceChildren();
    const target = this.#opener?.isConnected ? this.#opener : find("chat-input");
    target.focus();
  }

  #heard(event) {
    const genuine = event.origin === location.origin && event.source === this.frame?.contentWindow;
    if (!genuine || event.data?.type !== "xiaohu:verification" || event.data.status !== "passed") return;
    this.#opener = find("chat-input");
    this.#closing = setTimeout(() => this.close(), LINGER);
  }
}
