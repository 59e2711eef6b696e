/** Where an answer comes from and since when it holds, and whether it helped. */

import { CardFrame } from "../../parts/CardFrame/CardFrame";
import { Feedback } from "../../parts/Feedback/Feedback";
import { day } from "../../parts/formats";
import type { CardProps } from "../types";

export function Answer({ card, message, t, locale, actions, judged }: CardProps<"answer">) {
  return (
    <CardFrame kind="answer">
      <p className="xh-note">
        {t("card.answer.source", { source: card.source })}
        {card.effective && (
          <>
            {" · "}
            <time dateTime={card.effective}>{t("card.answer.effective", { day: day(card.effective, locale) })}</time>
          </>
        )}
      </p>
      <Feedback t={t} told={judged} send={(helpful, reason) => actions.feedback(message.id, helpful, reason)} />
    </CardFrame>
  );
}
