/** A shop's page with the launcher in it, and a window in the frame that says what a test has it say. */

import { afterEach, beforeEach, vi } from "vitest";
import { wrap, type FrameOptions, type ToHost } from "../src/bridge/messages";
import { begin } from "../src/loader/begin";
import type { Xiaohu } from "../src/loader/xiaohu";

export const BASE = "https://kefu.example";

export interface Said {
  type: string;
  [fact: string]: unknown;
}

const page = window as { Xiaohu?: unknown };

/** What every test of the launcher begins with; `warned` is what the console was told. */
export const shop = { warned: [] as string[], script: document.createElement("script") };

export function openShop(): void {
  beforeEach(() => {
    shop.warned = [];
    vi.spyOn(console, "warn").mockImplementation((text: string) => void shop.warned.push(text));
    shop.script = document.createElement("script");
    shop.script.src = `${BASE}/widget.js`;
    shop.script.dataset.site = "shop";
  });

  afterEach(() => {
    vi.useRealTimers();
    leave();
    document.title = "";
    localStorage.clear();
    sessionStorage.clear();
  });
}

export function load(before?: unknown): Xiaohu {
  if (before !== undefined) page.Xiaohu = before;
  const made = begin(shop.script);
  if (!made) throw new Error("it did not begin");
  return made;
}

/** Go on to the shop's next page. */
export function leave(): void {
  document.body.replaceChildren();
  delete page.Xiaohu;
}

const root = () => document.querySelector("#xiaohu-widget")!.shadowRoot!;
export const focused = () => root().activeElement;
export const launcher = () => root().querySelector<HTMLButtonElement>(".launcher")!;
export const badge = () => root().querySelector<HTMLElement>(".badge")!;
export const panel = () => root().querySelector<HTMLElement>(".panel")!;
export const frame = () => root().querySelector("iframe");

/** What the frame is told, as soon as it listens. */
export function listening(): Said[] {
  const told: Said[] = [];
  // jsdom opens no window in a frame below a shadow root.
  const contentWindow = { postMessage: (message: Said, origin: string) => told.push({ ...message, origin }) };
  Object.defineProperty(frame(), "contentWindow", { value: contentWindow, configurable: true });
  says({ type: "ready" });
  return told;
}

export function says(message: ToHost, { origin = BASE, source = frame()?.contentWindow } = {}): void {
  window.dispatchEvent(Object.assign(new Event("message"), { data: wrap(message), origin, source }));
}

export const introduced = (told: Said[]) => told.filter(({ type }) => type === "init").map(({ options }) => options as FrameOptions);
export const tick = () => new Promise((resolve) => setTimeout(resolve, 0));
