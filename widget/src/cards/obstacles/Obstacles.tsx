/** Everything that stands against closing: how much, by when, where to settle it, and a way to look again. */

import { useState } from "react";

import { Amount } from "../../parts/Amount/Amount";
import { CardFrame } from "../../parts/CardFrame/CardFrame";
import { day } from "../../parts/formats";
import { SafeLink } from "../../parts/SafeLink/SafeLink";
import type { CardProps, Obstacle } from "../types";
import "./Obstacles.css";

/** What looking again says in the customer's name: the bot understands Chinese, whatever the window speaks. */
export const RECHECK = "我现在能不能注销";
const ARRIVING = new Set(["repayment_in_flight", "refund_in_flight"]);
// Nothing that the customer does changes these.
const FINAL = new Set(["closed", "no_account"]);

type Props = CardProps<"obstacles">;

export function Obstacles({ card, t, locale, elder, latest, actions }: Props) {
  const [asked, setAsked] = useState(false);
  const recheck = () => {
    setAsked(true);
    actions.say(RECHECK);
  };
  const canChange = card.items.some((item) => !FINAL.has(item.kind));
  return (
    <CardFrame kind="obstacles" title={t("card.obstacles.title", { count: card.items.length })} icon="stop" tone="careful">
      <ul className="xh-obstacles">
        {card.items.map((item, index) => (
          <Item key={index} item={item} t={t} locale={locale} />
        ))}
      </ul>
      {canChange && !elder && <p className="xh-note">{t("card.obstacles.recheck_hint")}</p>}
      {canChange && (
        <button type="button" className="xh-action" disabled={asked && latest} onClick={recheck}>
          {t("card.obstacles.recheck")}
        </button>
      )}
    </CardFrame>
  );
}

function Item({ item, t, locale }: { item: Obstacle } & Pick<Props, "t" | "locale">) {
  const said = ARRIVING.has(item.kind) ? "card.obstacles.expected" : "card.obstacles.due";
  return (
    <li>
      <strong>{item.title}</strong>
      <span className="xh-figures">
        {item.amount !== null && <Amount fen={item.amount} locale={locale} />}
        {item.due_date !== null && <time dateTime={item.due_date}>{t(said, { day: day(item.due_date, locale) })}</time>}
      </span>
      <span>{item.how}</span>
      <SafeLink href={item.url} label={t("card.obstacles.go_named", { title: item.title })}>
        {t("card.obstacles.go")}
      </SafeLink>
    </li>
  );
}
