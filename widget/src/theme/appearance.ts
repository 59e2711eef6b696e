/** Light or dark, elder mode and the shop's colour, put on the page's root where the styles read them. */

import type { Theme } from "../bridge/messages";
import { inkOf, luminance } from "./luminance";

const DARK = "(prefers-color-scheme: dark)";
/** The colour of letters and lines: a bright one is darkened until it can be read on white. */
const INK = "--xh-accent-ink";
const COLOUR = /^#[0-9a-f]{6}$/i;

export type Shade = "light" | "dark";

/** Follow the theme, the system's included; call what comes back to stop. */
export function follow(theme: Theme, changed: (shade: Shade) => void): () => void {
  const system = window.matchMedia(DARK);
  const apply = () => {
    const shade = theme.mode === "auto" ? (system.matches ? "dark" : "light") : theme.mode;
    document.documentElement.dataset.theme = shade;
    paint(theme.accent, shade);
    changed(shade);
  };
  apply();
  system.addEventListener("change", apply);
  return () => system.removeEventListener("change", apply);
}

export function setElder(elder: boolean): void {
  document.documentElement.dataset.elder = String(elder);
}

/** The shop's colour, with a text on it that can be read; in the dark ours stays, which was chosen for it. */
function paint(accent: string | null, shade: Shade): void {
  const { style } = document.documentElement;
  const wanted: Record<string, string> = accent && COLOUR.test(accent) && shade === "light" ? colours(accent) : {};
  for (const name of ["--xh-accent", "--xh-accent-text", INK, "--xh-own", "--xh-own-text"]) {
    if (wanted[name]) style.setProperty(name, wanted[name]);
    else style.removeProperty(name);
  }
}

/** The shop's colour as it is used now for letters, or null where it is ours. */
export function shopInk(): string | null {
  return document.documentElement.style.getPropertyValue(INK) || null;
}

function colours(accent: string): Record<string, string> {
  const text = luminance(accent) > 0.179 ? "#1d2129" : "#ffffff";
  return { "--xh-accent": accent, "--xh-accent-text": text, [INK]: inkOf(accent), "--xh-own": accent, "--xh-own-text": text };
}
