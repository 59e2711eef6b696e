/** What a host's page may ask for, read with care: it is written by hand, in somebody else's page. */

import type { FrameOptions, Theme, ThemeMode } from "../bridge/messages";
import { localeOf, type Locale } from "../strings/locale";

export type TokenGiver = () => unknown;

/** The argument of `Xiaohu.init`. */
export interface InitOptions {
  /** Gives a fresh token of the customer who is logged in, or null when nobody is. */
  getToken?: TokenGiver;
  theme?: ThemeMode | { mode?: ThemeMode; accent?: string; elder?: boolean };
  position?: "left" | "right" | { side?: "left" | "right"; bottom?: number; inset?: number };
  greeting?: string;
  suggestions?: string[];
  auto_open?: boolean;
}

export interface Position {
  side: "left" | "right";
  bottom: number;
  inset: number;
}

/** The attributes of our own script element. */
export interface ScriptFacts {
  base: string;
  site: string;
  locale: Locale;
  theme: ThemeMode;
}

const MODES: readonly unknown[] = ["auto", "light", "dark"];
const COLOUR = /^#[0-9a-f]{6}$/i;
const MARGIN = 20;
const MOST_SUGGESTIONS = 6;
const LONGEST = 200;

export function scriptFacts(script: HTMLScriptElement): ScriptFacts {
  const { site, locale, theme } = script.dataset;
  return { base: new URL(script.src).origin, site: site ?? "", locale: localeOf(locale), theme: modeOf(theme) };
}

export function themeOf(wanted: InitOptions["theme"], script: ScriptFacts): Theme {
  const given = typeof wanted === "object" ? wanted : { mode: wanted };
  const accent = "accent" in given && typeof given.accent === "string" && COLOUR.test(given.accent) ? given.accent : null;
  const elder = "elder" in given && typeof given.elder === "boolean" ? given.elder : null;
  return { mode: given.mode === undefined ? script.theme : modeOf(given.mode), accent, elder };
}

export function positionOf(wanted: InitOptions["position"]): Position {
  const given = typeof wanted === "object" ? wanted : wanted === undefined ? {} : { side: wanted };
  return { side: given.side === "left" ? "left" : "right", bottom: pixels(given.bottom), inset: pixels(given.inset) };
}

export function frameOptions(given: InitOptions, theme: Theme, hasLogin: boolean): FrameOptions {
  return {
    theme,
    greeting: typeof given.greeting === "string" && given.greeting.trim() ? given.greeting : null,
    suggestions: Array.isArray(given.suggestions) ? questions(given.suggestions) : null,
    hasTokens: typeof given.getToken === "function",
    hasLogin,
  };
}

/** A token, however the host wraps it; null when nobody is logged in. */
export function tokenIn(given: unknown): string | null {
  const inner = typeof given === "object" && given !== null ? (given as { token?: unknown }).token : given;
  return typeof inner === "string" && inner !== "" ? inner : null;
}

function modeOf(wanted: unknown): ThemeMode {
  return MODES.includes(wanted) ? (wanted as ThemeMode) : "auto";
}

function pixels(wanted: unknown): number {
  return typeof wanted === "number" && wanted >= 0 && wanted <= 1000 ? wanted : MARGIN;
}

function questions(given: unknown[]): string[] {
  const texts = given.filter((one): one is string => typeof one === "string" && one.trim() !== "" && one.length <= LONGEST);
  return [...new Set(texts)].slice(0, MOST_SUGGESTIONS);
}
