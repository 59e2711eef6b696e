/** Everything that stands against closing: how much, by when, where to settle it, and a way to look again. */

import { useState } from "react";

import { Amount } from "../../parts/Amount/Amount";
import { CardFrame } from "../../parts/CardFrame/CardFrame";
import { day } from "../../parts/formats";
import { TITLES_EN } from "./titles.en";
import { SafeLink } from "../../parts/SafeLink/SafeLink";
import type { CardProps, Obstacle } from "../types";
import "./Obstacles.css";

/** What looking again says in the customer's name: the bot understands Chinese, whatever the window speaks. */
export const RECHECK = "我现在能不能注销";
const ARRIVING = new Set(["repayment_in_flight", "refund_in_flight"]);
// Nothing that the customer does changes these.
const FINAL = new Set(["closed", "no_account"]);

type Props = CardProps<"obstacles">;

export function Obstacles({ card, t, locale, elder, latest, past = false, actions }: Props) {
  const [asked, setAsked] = useState(false);
  const recheck = () => {
    setAsked(true);
    actions.say(RECHECK);
  };
  const isFinal = card.items.every((item) => FINAL.has(item.kind));
  const title = isFinal ? t("card.obstacles.none") : t("card.obstacles.title", { count: card.items.length });
  // The message's own words say it too, in Chinese.
  const needsHint = locale !== "zh-CN" && !elder;
  return (
    <CardFrame kind="obstacles" title={title} icon="stop" tone="careful">
      <ul className="xh-obstacles">
        {card.items.map((item, index) => (
          <Item key={index} item={item} t={t} locale={locale} />
        ))}
      </ul>
      {!isFinal && !past && needsHint && <p className="xh-note">{t("card.obstacles.recheck_hint")}</p>}
      {!isFinal && !past && (
        <button type="button" className="xh-action" disabled={asked && latest} onClick={recheck}>
          {t("card.obstacles.recheck")}
        </button>
      )}
    </CardFrame>
  );
}

/** The gateway writes Chinese; what it calls a kind is the same in every language. */
function titleOf({ kind, title }: Obstacle, locale: Props["locale"]): string {
  return locale === "en" ? (TITLES_EN[kind] ?? title) : title;
}

function Item({ item, t, locale }: { item: Obstacle } & Pick<Props, "t" | "locale">) {
  const said = ARRIVING.has(item.kind) ? "card.obstacles.expected" : "card.obstacles.due";
  return (
    <li>
      <strong>{titleOf(item, locale)}</strong>
      <span className="xh-figures">
        {item.amount !== null && <Amount fen={item.amount} locale={locale} />}
        {item.due_date !== null && <time dateTime={item.due_date}>{t(said, { day: day(item.due_date, locale) })}</time>}
      </span>
      <span>{item.how}</span>
      <SafeLink href={item.url} label={t("card.obstacles.go_named", { title: titleOf(item, locale) })}>
        {t("card.obstacles.go")}
      </SafeLink>
    </li>
  );
}
