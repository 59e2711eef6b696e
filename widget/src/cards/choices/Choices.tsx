/** What can be chosen, where the message has no buttons for it: the buttons are the message's own. */

import { CardFrame } from "../../parts/CardFrame/CardFrame";
import type { CardProps } from "../types";

export function Choices({ card, message, t }: CardProps<"choices">) {
  const titles = card.items.filter((item) => typeof item === "string");
  if (message.buttons.length || !titles.length) return null;
  return (
    <CardFrame kind="choices" title={t("card.choices.title")} icon="list">
      <ul>
        {titles.map((title) => (
          <li key={title}>{title}</li>
        ))}
      </ul>
    </CardFrame>
  );
}
