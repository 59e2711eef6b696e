/** The application is filed: its number to copy, when its review is due, and a picture of both to keep. */

import { useState } from "react";

import { CardFrame } from "../../parts/CardFrame/CardFrame";
import { CopyButton } from "../../parts/CopyButton/CopyButton";
import { day, moment } from "../../parts/formats";
import { Icon } from "../../parts/Icon/Icon";
import type { CardProps } from "../types";
import { drawReceipt } from "./picture";
import "./Receipt.css";

type Props = CardProps<"receipt">;

export function Receipt(props: Props) {
  const { card, t, actions } = props;
  const facts = factsOf(props);
  return (
    <CardFrame kind="receipt" title={t("card.receipt.title")} icon="done" tone="good">
      <dl className="xh-facts">
        {facts.map(([name, value]) => (
          <Fact key={name} name={name} value={value} />
        ))}
      </dl>
      <div className="xh-row">
        <CopyButton text={card.number} label={t("part.copy_number")} t={t} copy={(text) => actions.copy(text)} />
        <SavePicture {...props} facts={facts} />
      </div>
    </CardFrame>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

function factsOf({ card, message, t, locale }: Props): [string, string][] {
  const due: [string, string][] = card.due_date ? [[t("card.receipt.due"), t("card.receipt.due_day", { day: day(card.due_date, locale) })]] : [];
  return [[t("part.number"), card.number], [t("card.receipt.submitted"), moment(message.created_at, locale)], ...due];
}

// In the browser of a messaging app nothing can be downloaded; there, a long press keeps the picture that is shown.
function SavePicture({ card, t, facts }: Props & { facts: [string, string][] }) {
  const [picture, setPicture] = useState<string | null | undefined>(undefined);
  const draw = () => setPicture(drawReceipt({ heading: t("card.receipt.heading"), facts, foot: t("card.receipt.foot") }));
  if (picture) {
    return (
      <div className="xh-picture">
        <img src={picture} alt={t("card.receipt.picture", { number: card.number })} />
        <p className="xh-note">{t("card.receipt.hold")}</p>
        <a className="xh-quiet" href={picture} download={t("card.receipt.file", { number: card.number })} ref={takeFocus}>
          {t("card.receipt.download")}
        </a>
      </div>
    );
  }
  return (
    <>
      <button type="button" className="xh-quiet" onClick={draw}>
        <Icon name="picture" />
        {t("card.receipt.save")}
      </button>
      {picture === null && (
        <p className="xh-note" role="alert">
          {t("card.receipt.no_picture")}
        </p>
      )}
    </>
  );
}

const takeFocus = (element: HTMLElement | null) => element?.focus();
