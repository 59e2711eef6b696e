/** What the cards say, in English. */

import type { cardsZhCN } from "./strings.zh-CN";

export const cardsEn: Record<keyof typeof cardsZhCN, string> = {
  "card.unknown": "Please update to see this",
};
