/** How far an application is: its number, what has happened, what comes next and by when. */

import { CardFrame, type Tone } from "../../parts/CardFrame/CardFrame";
import { CopyButton } from "../../parts/CopyButton/CopyButton";
import type { IconName } from "../../parts/Icon/Icon";
import { Timeline } from "../../parts/Timeline/Timeline";
import type { CardProps, Stage } from "../types";
import { stepsOf } from "./steps";

const TONES: Partial<Record<Stage, [Tone, IconName]>> = { closed: ["good", "done"], rejected: ["bad", "stop"] };

export function Status({ card, message, t, locale, elder, actions }: CardProps<"status">) {
  const [tone, icon] = TONES[card.stage] ?? ["plain", "list"];
  return (
    <CardFrame kind="status" title={t(`card.status.title.${card.stage}`)} icon={icon} tone={tone}>
      {card.number !== null && (
        <>
          <dl className="xh-facts">
            <dt>{t("part.number")}</dt>
            <dd>{card.number}</dd>
          </dl>
          <div className="xh-row">
            <CopyButton text={card.number} label={t("part.copy_number")} t={t} copy={(text) => actions.copy(text)} />
          </div>
        </>
      )}
      <Timeline label={t("card.status.timeline")} locale={locale} steps={stepsOf(card, message.text, t, locale, elder)} />
    </CardFrame>
  );
}
