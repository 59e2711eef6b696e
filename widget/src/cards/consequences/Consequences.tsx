/** What closing means, and which version of it a yes is given to. */

import { CardFrame } from "../../parts/CardFrame/CardFrame";
import type { CardProps } from "../types";
import "./Consequences.css";

export function Consequences({ card, t }: CardProps<"consequences">) {
  return (
    <CardFrame kind="consequences" title={t("card.consequences.title")} icon="info" tone="careful">
      <ul className="xh-consequences">
        {card.items.map((item, index) => (
          <li key={index}>{item}</li>
        ))}
      </ul>
      <p className="xh-note">{t("card.consequences.version", { version: card.version })}</p>
    </CardFrame>
  );
}
