// The page inside the widget: it tells how far it is and nothing else, and takes on the widget's looks and language.
// Both are of one origin, and neither believes a message from anywhere else.

import { speak } from "./words.js";

const REPORT = "xiaohu:verification";
const APPEARANCE = "xiaohu:appearance";
const COLOUR = /^#[0-9a-f]{6}$/i;
const THEMES = new Set(["light", "dark"]);
const page = document.documentElement;

export const isFramed = window.parent !== window;

/**
 * Whether another site's page has framed this one directly. The browser lets a shop's page be an ancestor, because the
 * widget in between stands on it; but what is typed here is typed into our own frames only.
 */
export const isForeign = isFramed && !isOurs(window.parent);

function isOurs(frame) {
  try {
    return frame.location.origin === location.origin;
  } catch {
    return false; // reading another site's address is refused
  }
}

/** Tell the widget: a hint to close the sheet or to offer another way, never a proof. */
export function report(status) {
  if (isFramed) window.parent.postMessage({ type: REPORT, status }, location.origin);
}

/** Follow the widget's looks; `respoken` is called when the language has changed. */
export function followAppearance(respoken) {
  page.classList.toggle("framed", isFramed); // the sheet around it has the title already
  addEventListener("message", ({ origin, source, data }) => {
    if (!isFramed || origin !== location.origin || source !== window.parent || data?.type !== APPEARANCE) return;
    if (THEMES.has(data.theme)) page.dataset.theme = data.theme;
    else delete page.dataset.theme;
    page.classList.toggle("elder", data.elder === true);
    paint(data.accent);
    if (speak(data.locale)) respoken();
  });
}

// The widget sends a colour that white can be read on, and that can be read on white.
function paint(accent) {
  const isColour = typeof accent === "string" && COLOUR.test(accent);
  for (const [name, value] of Object.entries({ "--accent": accent, "--accent-ink": "#ffffff" })) {
    if (isColour) page.style.setProperty(name, value);
    else page.style.removeProperty(name);
  }
}
