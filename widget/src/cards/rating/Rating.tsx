/** Stars and a few words, once; the thanks are said by the chat too, which may take the card away. */

import { useId, useState, type FormEvent } from "react";

import { CardFrame } from "../../parts/CardFrame/CardFrame";
import { Icon } from "../../parts/Icon/Icon";
import { useFocusAfter } from "../../parts/useFocusAfter";
import type { CardProps } from "../types";
import "./Rating.css";

const SCORES = [1, 2, 3, 4, 5] as const;
export const LONGEST_COMMENT = 1000;
type Score = (typeof SCORES)[number];

export function Rating({ t, actions, elder, rated = false }: CardProps<"rating">) {
  const [score, setScore] = useState<Score | null>(null);
  const [comment, setComment] = useState("");
  const [step, setStep] = useState<"asked" | "busy" | "told">("asked");
  const thanks = useFocusAfter<HTMLParagraphElement>(step === "told");
  const field = useId();

  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (score === null || step === "busy") return;
    setStep("busy");
    const isKept = await actions.rate(score, comment.trim() || undefined);
    setStep(isKept ? "told" : "asked");
    if (isKept) actions.toast(t("card.rating.thanks", { score }));
  };

  if (step === "told" || rated) {
    return (
      <CardFrame kind="rating">
        <p ref={thanks} tabIndex={-1} className="xh-thanks">
          {score === null ? t("card.rating.rated") : t("card.rating.thanks", { score })}
        </p>
      </CardFrame>
    );
  }
  return (
    <CardFrame kind="rating" title={t("card.rating.title")} icon="star">
      <form className="xh-rating" onSubmit={(event) => void send(event)}>
        <Stars score={score} choose={setScore} t={t} />
        {score !== null && !elder && (
          <>
            <label className="xh-note" htmlFor={field}>
              {t("card.rating.comment")}
            </label>
            <textarea id={field} rows={2} maxLength={LONGEST_COMMENT} value={comment} onChange={(event) => setComment(event.target.value)} />
          </>
        )}
        {score !== null && (
          <button type="submit" className="xh-action" disabled={step === "busy"}>
            {t("card.rating.send")}
          </button>
        )}
      </form>
    </CardFrame>
  );
}

function Stars({ score, choose, t }: { score: Score | null; choose(score: Score): void } & Pick<CardProps<"rating">, "t">) {
  const name = useId();
  return (
    <fieldset className="xh-stars">
      <legend className="xh-unseen">{t("card.rating.title")}</legend>
      {SCORES.map((one) => (
        <label key={one} data-lit={score !== null && one <= score}>
          <input
            type="radio"
            className="xh-unseen"
            name={name}
            checked={score === one}
            onChange={() => choose(one)}
            aria-label={t("card.rating.star", { score: one, word: t(`card.rating.${one}`) })}
          />
          <Icon name="star" />
        </label>
      ))}
      <span className="xh-note" aria-hidden="true">
        {score === null ? "" : t(`card.rating.${score}`)}
      </span>
    </fieldset>
  );
}
