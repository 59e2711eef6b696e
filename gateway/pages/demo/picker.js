// The list of demo customers, and what can be done to the chosen one's account behind the shop's back.

import { find, make } from "./dom.js";
import { PROFILES, titleOf } from "./profiles.js";

export class Picker {
  // `actions` has arrive(profile), visit(), settle() and borrow().
  constructor(actions) {
    this.list = find("profiles");
    this.list.append(...PROFILES.map((one) => make("li", {}, this.#choice(one, () => actions.arrive(one.profile)))));
    const visitor = { profile: "visitor", title: "先不登录", line: "没有登录的访客，只能问问题" };
    this.list.append(make("li", {}, this.#choice(visitor, () => actions.visit())));
    for (const what of ["settle", "borrow"]) {
      find(what).addEventListener("click", () => this.busy(() => actions[what]()));
    }
  }

  #choice({ profile, title, line }, click) {
    const press = () => this.busy(click);
    return make(
      "button",
      { type: "button", class: "choice", "data-profile": profile, "aria-pressed": "false", click: press },
      make("strong", {}, title),
      make("span", {}, line),
    );
  }

  // One thing at a time: a second click would make a second customer.
  async busy(work) {
    if (this.list.getAttribute("aria-busy") === "true") return;
    this.list.setAttribute("aria-busy", "true");
    try {
      await work();
    } finally {
      this.list.removeAttribute("aria-busy");
    }
  }

  show(customer) {
    const chosen = customer?.profile ?? "visitor";
    for (const choice of this.list.querySelectorAll(".choice")) {
      choice.setAttribute("aria-pressed", String(choice.dataset.profile === chosen));
    }
    const known = Boolean(customer?.customer_id);
    find("account-controls").hidden = !known;
    find("who-name").textContent = known ? customer.name : "";
    find("who-phone").textContent = known ? customer.phone : "";
    find("who-password").textContent = known ? customer.payment_password : "";
    find("bar-who").textContent = known ? `${customer.name} · ${titleOf(chosen)}` : "未登录";
  }
}
