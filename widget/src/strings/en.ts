/** What the window, the connection and the launcher say, in English. */

import type { zhCN } from "./zh-CN";

export const en: Record<keyof typeof zhCN, string> = {
  "chat.title": "Customer service",
};
