// Panels that stand beside the shop on a wide screen and come up over it on a narrow one.

import { find, make } from "./dom.js";

const NARROW = matchMedia("(max-width: 899px)");

export class Drawer {
  constructor(id, opener) {
    this.panel = find(id);
    this.opener = find(opener);
    this.opener.addEventListener("click", () => this.open());
    this.panel.prepend(make("button", { type: "button", class: "drawer-close", click: () => this.close() }, "返回"));
    this.panel.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    NARROW.addEventListener("change", () => this.close());
  }

  // Somebody who has only just come is not in the middle of anything: beside the shop, nothing takes the focus.
  invite() {
    if (NARROW.matches) this.open();
  }

  open() {
    if (!NARROW.matches) return this.panel.querySelector(".choice")?.focus();
    this.panel.classList.add("open");
    this.opener.setAttribute("aria-expanded", "true");
    find("phone").inert = true;
    this.panel.querySelector(".drawer-close").focus();
  }

  close() {
    if (!this.panel.classList.contains("open")) return;
    this.panel.classList.remove("open");
    this.opener.setAttribute("aria-expanded", "false");
    find("phone").inert = false;
    this.opener.focus();
  }
}
