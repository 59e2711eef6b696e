/** Opens the window: in a shop's page through the bridge, or as a page of its own for a visitor. */

import { createRoot } from "react-dom/client";
import { FrameBridge, pinnedHost } from "../bridge/frame";
import type { FrameOptions, ThemeMode } from "../bridge/messages";
import { Chat } from "../connection/chat";
import { Store } from "../connection/store";
import { HostTokens, VisitorTokens, type TokenSource } from "../connection/tokens";
import { localeOf } from "../strings";
import { Root } from "./Root";
import { fitToKeyboard } from "./keyboard";
import "../theme/chatui.less";
import "../theme/tokens.css";
import "../theme/base.css";

const PREFIX = "xiaohu.";
const local = () => window.localStorage;
const tab = () => window.sessionStorage;

function open(): void {
  const query = new URLSearchParams(location.search);
  const locale = localeOf(query.get("locale"));
  document.documentElement.lang = locale;
  const prefix = `${PREFIX}${query.get("site") ?? ""}.`;
  const preferences = new Store(local, "xiaohu-preferences.");
  const visitors = new VisitorTokens("", new Store(local, prefix));
  const element = document.getElementById("root");
  if (!element) return;
  const root = createRoot(element);
  const newChat = (tokens: TokenSource) => new Chat({ base: "", tokens, local, tab, prefix, network: window });
  const elder = query.get("elder") === "1" || preferences.get("elder") === "true";
  const shared = { locale, preferences, elder };
  const host = pinnedHost(window);
  if (host === null) {
    const chat = newChat(visitors);
    fitToKeyboard();
    root.render(<Root chat={chat} options={alone(query)} shown tell={null} {...shared} />);
    void chat.start();
    return;
  }
  embed(host);

  function embed(origin: string): void {
    let chat: Chat | null = null;
    let options: FrameOptions | null = null;
    let shown = false;
    // Whether there is somebody to ask can change: a shop may learn who is there after the window has opened.
    const ask = () => (options?.hasTokens ? bridge.token() : Promise.resolve(null));
    const tell = (message: Parameters<FrameBridge["tell"]>[0]) => bridge.tell(message);
    const render = () => {
      if (chat && options) root.render(<Root chat={chat} options={options} shown={shown} tell={tell} {...shared} />);
    };
    const show = (is: boolean) => {
      shown = is;
      render();
    };
    const bridge = new FrameBridge(origin, {
      init: (given) => {
        options = given;
        if (!chat) {
          chat = newChat(new HostTokens(ask, visitors));
          chat.onSpoken(({ seq, role, created_at }) => tell({ type: "message", message: { seq, role, created_at } }));
          void chat.start();
        }
        render();
      },
      shown: () => show(true),
      hidden: () => show(false),
      ask: (question) => chat?.say(question),
      recheck: () => void chat?.recheck(),
      logout: () => {
        chat?.forget();
        tell({ type: "forgotten" });
      },
    });
    tell({ type: "ready" });
  }
}

function alone(query: URLSearchParams): FrameOptions {
  const wanted = query.get("theme");
  const mode: ThemeMode = wanted === "light" || wanted === "dark" ? wanted : "auto";
  return { theme: { mode, accent: null, elder: null }, greeting: null, suggestions: null, hasTokens: false, hasLogin: false };
}

open();
