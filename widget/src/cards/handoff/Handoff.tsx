/** How far the way to a person is. */

import { CardFrame } from "../../parts/CardFrame/CardFrame";
import type { CardProps } from "../types";

export function Handoff({ card, t, elder, latest }: CardProps<"handoff">) {
  const waits = card.state === "pending";
  return (
    <CardFrame kind="handoff" title={t(`card.handoff.${card.state}`)} icon="person" tone={card.state === "claimed" ? "good" : "plain"}>
      {waits && card.position !== null && <p>{t("card.handoff.position", { position: card.position })}</p>}
      {waits && latest && !elder && <p className="xh-note">{t("card.handoff.wait")}</p>}
    </CardFrame>
  );
}
