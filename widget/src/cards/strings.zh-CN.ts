/** What the cards say, in Chinese. */
export const cardsZhCN = {
  "card.unknown": "请升级后查看",
} as const;
