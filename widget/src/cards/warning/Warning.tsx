/** A warning that cannot be missed: it says the whole sentence itself, and is read out at once when it is new. */

import { CardFrame } from "../../parts/CardFrame/CardFrame";
import type { CardProps } from "../types";
import "./Warning.css";

export function Warning({ card, message, t, locale, latest }: CardProps<"warning">) {
  const isHigh = card.level === "high";
  return (
    <CardFrame
      kind="warning"
      title={t(isHigh ? "card.warning.title_high" : "card.warning.title")}
      icon="alert"
      tone={isHigh ? "bad" : "careful"}
      role={latest ? "alert" : "group"}
    >
      {locale === "en" && <p>{t(isHigh ? "card.warning.gist_high" : "card.warning.gist")}</p>}
      {message.text.split("\n").map((line, index) => (
        <p key={index}>{line}</p>
      ))}
    </CardFrame>
  );
}
