/** What the launcher says; apart from the window's words, which would make the loader ten times as large. */

import type { Locale } from "../strings/locale";

const zhCN = {
  title: "在线客服",
  open: "打开客服",
  unread: "打开客服，{count} 条未读",
  close: "关闭客服",
  blocked: "这个页面里打不开客服窗口，请换到新页面继续。",
  link: "在新页面打开客服",
  news: "（{count} 条新消息）",
};

export const LAUNCHER_WORDS: Record<Locale, typeof zhCN> = {
  "zh-CN": zhCN,
  en: {
    title: "Customer service",
    open: "Open the chat",
    unread: "Open the chat, {count} unread",
    close: "Close the chat",
    blocked: "The chat window cannot open in this page; please go on in a page of its own.",
    link: "Open the chat in a new page",
    news: "({count} new) ",
  },
};

export type LauncherWords = typeof zhCN;

/** 99+ is all that fits, and all that one needs to know. */
export function shortCount(count: number): string {
  return count > 99 ? "99+" : String(count);
}
