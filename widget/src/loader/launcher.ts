/** What is drawn into the host's page: the button, the panel for the frame, and what stands there when it is blocked. */

import type { Theme } from "../bridge/messages";
import { luminance } from "../theme/luminance";
import { icon, make, style } from "./dom";
import type { Position } from "./options";
import { shortCount, type LauncherWords } from "./strings";
import { STYLES } from "./styles";

const SPEECH = "M4 5h16v11H9l-5 4z M8 10h8";
const CROSS = "M6 6l12 12 M18 6L6 18";
const OUR_ACCENT = "#b93a08";
const PANEL_ID = "xiaohu-panel";

export class Launcher {
  readonly host = make("div", { id: "xiaohu-widget" });
  readonly panel = make("div", { class: "panel", id: PANEL_ID, hidden: "" });
  readonly #root: ShadowRoot;
  readonly #frame = make("div");
  readonly #button = make("button", { class: "launcher", type: "button", "aria-controls": PANEL_ID, "aria-expanded": "false" });
  readonly #badge = make("span", { class: "badge", hidden: "", "aria-hidden": "true" });
  #unread = 0;

  constructor(
    private readonly words: LauncherWords,
    pressed: () => void,
  ) {
    this.#root = this.host.attachShadow({ mode: "open" });
    style(this.#root, STYLES);
    this.#button.addEventListener("click", pressed);
    this.#frame.append(this.panel, this.#button);
    this.#root.append(this.#frame);
    this.show(false);
  }

  /** Draw it; where the body is not there yet, as soon as it is. */
  draw(): void {
    if (this.host.isConnected) return;
    const body = document.body as HTMLElement | null;
    if (body) body.append(this.host);
    else document.addEventListener("DOMContentLoaded", () => document.body.append(this.host), { once: true });
  }

  dress(theme: Theme, { side, bottom, inset }: Position): void {
    const dark = theme.mode === "dark" || (theme.mode === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
    const accent = theme.accent ?? OUR_ACCENT;
    const values = {
      "--accent": accent,
      "--accent-text": luminance(accent) > 0.179 ? "#1d2129" : "#ffffff",
      "--panel": dark ? "#14161a" : "#f4f5f7",
      "--bottom": `${bottom}px`,
      "--side": `${inset}px`,
    };
    for (const [name, value] of Object.entries(values)) this.#frame.style.setProperty(name, value);
    for (const element of [this.panel, this.#button]) {
      element.classList.toggle("left", side === "left");
      element.classList.toggle("right", side === "right");
    }
  }

  show(open: boolean): void {
    this.panel.hidden = !open;
    this.#frame.classList.toggle("open", open);
    this.#button.setAttribute("aria-expanded", String(open));
    this.#button.replaceChildren(icon(open ? CROSS : SPEECH), this.#badge);
    this.#label();
  }

  unread(count: number): void {
    this.#unread = count;
    this.#badge.textContent = shortCount(count);
    this.#label();
  }

  focus(): void {
    this.#button.focus();
  }

  /** The frame may not open here: say so, with a way on. */
  block(address: string, close: () => void): void {
    const link = make("a", { href: address, target: "_blank", rel: "noopener" }, this.words.link);
    const button = make("button", { type: "button" }, this.words.close);
    button.addEventListener("click", close);
    const said = make("div", { class: "blocked", role: "alert" }, make("p", {}, this.words.blocked), link, button);
    this.panel.replaceChildren(said);
    if (!this.panel.hidden) link.focus();
  }

  remove(): void {
    this.host.remove();
  }

  #label(): void {
    const open = !this.panel.hidden;
    const label = open ? this.words.close : this.#unread ? this.words.unread.replace("{count}", shortCount(this.#unread)) : this.words.open;
    this.#button.setAttribute("aria-label", label);
    this.#badge.hidden = open || this.#unread === 0;
  }
}
