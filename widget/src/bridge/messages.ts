/** What the host's page and the window in the frame say to each other; nothing else crosses. */

export type ThemeMode = "auto" | "light" | "dark";

export interface Theme {
  mode: ThemeMode;
  /** A colour as #rrggbb for buttons and the customer's own bubbles. */
  accent: string | null;
  /** Whether the shop itself is in elder mode; null leaves it to the customer alone. */
  elder: boolean | null;
}

export interface FrameOptions {
  theme: Theme;
  greeting: string | null;
  suggestions: string[] | null;
  /** The host can give tokens; without that everybody is a visitor. */
  hasTokens: boolean;
  /** Somebody on the host's page listens for `login`. */
  hasLogin: boolean;
}

export type ToFrame =
  | { type: "init"; options: FrameOptions }
  | { type: "token"; id: number; token: string | null }
  | { type: "no-token"; id: number }
  | { type: "shown" }
  | { type: "hidden" }
  | { type: "ask"; question: string }
  | { type: "recheck" }
  | { type: "logout" };

/** What the host's page learns of a message: that it came, never what it says. */
export interface MessageHint {
  seq: number;
  role: string;
  created_at: string;
}

export type ToHost =
  | { type: "ready" }
  | { type: "need-token"; id: number }
  | { type: "close" }
  | { type: "unread"; count: number }
  | { type: "message"; message: MessageHint }
  | { type: "login" }
  | { type: "forgotten" };

const MARK = "xiaohu";

export type Wrapped<T> = T & { from: typeof MARK };

export function wrap<T extends object>(message: T): Wrapped<T> {
  return { ...message, from: MARK };
}

/** Our own messages are told from those of everything else on a page by a mark, an origin and a source. */
export function isOurs(data: unknown): data is Wrapped<{ type: string }> {
  const message = data as { from?: unknown; type?: unknown } | null;
  return typeof message === "object" && message?.from === MARK && typeof message.type === "string";
}
