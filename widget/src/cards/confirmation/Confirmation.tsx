/** The last word may be given for a while after the verification; the buttons are the message's own. */

import { CardFrame } from "../../parts/CardFrame/CardFrame";
import { Countdown } from "../../parts/Countdown/Countdown";
import { useTimeLeft } from "../../parts/Countdown/useTimeLeft";
import { clock } from "../../parts/formats";
import type { CardProps } from "../types";

export function Confirmation({ card, t, locale, now, latest }: CardProps<"confirmation">) {
  const left = useTimeLeft(card.expires_at, now);
  return (
    <CardFrame kind="confirmation" title={t("card.confirmation.title")} icon="done" tone="good">
      {left > 0 && (
        <p className="xh-note xh-row">
          <time dateTime={card.expires_at}>{t("card.confirmation.until", { time: clock(card.expires_at, locale) })}</time>
          {latest && <Countdown left={left} t={t} />}
        </p>
      )}
      {left === 0 && latest && <p role="status">{t("card.confirmation.over")}</p>}
    </CardFrame>
  );
}
