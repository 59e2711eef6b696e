// How the shop is looked at: dark, with large type, over a slow network; kept for this tab.

import { find } from "./dom.js";

const KEPT = "xiaohu-demo-switches";
const NAMES = ["dark", "elder", "slow"];

export function switched() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
}

// The page's own colours; without a choice the system's setting counts.
export function paint(root, { dark }) {
  if (dark === undefined) delete root.dataset.theme;
  else root.dataset.theme = dark ? "dark" : "light";
}

export class Switches {
  constructor(changed) {
    const state = switched();
    for (const name of NAMES) {
      const box = find(name);
      box.checked = state[name] ?? (name === "dark" && matchMedia("(prefers-color-scheme: dark)").matches);
      box.addEventListener("change", () => {
        sessionStorage.setItem(KEPT, JSON.stringify({ ...switched(), [name]: box.checked }));
        paint(document.documentElement, switched());
        changed(name);
      });
    }
    paint(document.documentElement, state);
  }
}
