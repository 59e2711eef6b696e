/** What the window, the connection and the launcher say, in Chinese. */
export const zhCN = {
  "chat.title": "在线客服",
} as const;
