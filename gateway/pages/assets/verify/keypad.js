// The number pad of the page: larger than a phone's own, and no other app's keyboard sees what is pressed on it.

import { word } from "./words.js";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "clear", "0", "erase"];
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -3, ArrowDown: 3 };

export function buildKeypad(place, boxes, say) {
  const press = {
    clear: () => "",
    erase: () => boxes.value.slice(0, -1),
  };
  for (const [at, key] of KEYS.entries()) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", textContent: key, tabIndex: at ? -1 : 0 });
    if (key in press) Object.assign(button, { textContent: word(key), className: "quiet" }).dataset.word = key;
    button.addEventListener("click", () => {
      boxes.value = press[key]?.() ?? boxes.value + key;
      say(word("typed", { count: boxes.value.length }));
    });
    place.append(button);
  }
  // The field keeps the focus, so that the keyboard and the pad can be used in turn.
  place.addEventListener("pointerdown", (event) => event.preventDefault());
  place.addEventListener("keydown", moveFocus);
  if (matchMedia("(pointer: coarse)").matches) boxes.input.inputMode = "none";
}

// One stop for the Tab key, and the arrows inside.
function moveFocus(event) {
  const step = STEPS[event.key];
  const keys = [...event.currentTarget.children];
  const next = step && keys[keys.indexOf(document.activeElement) + step];
  if (!next) return;
  event.preventDefault();
  for (const key of keys) key.tabIndex = key === next ? 0 : -1;
  next.focus();
}
