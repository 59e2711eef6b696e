/** How closing goes, step by step. */

import { CardFrame } from "../../parts/CardFrame/CardFrame";
import type { CardProps } from "../types";
import "./Steps.css";

export function Steps({ card, t }: CardProps<"steps">) {
  return (
    <CardFrame kind="steps" title={t("card.steps.title")} icon="list">
      <ol className="xh-steps">
        {card.items.map((item, index) => (
          <li key={index}>{item}</li>
        ))}
      </ol>
    </CardFrame>
  );
}
