/** The way to the verification page: how one can prove who one is, and until when. */

import { CardFrame } from "../../parts/CardFrame/CardFrame";
import { Countdown } from "../../parts/Countdown/Countdown";
import { useTimeLeft } from "../../parts/Countdown/useTimeLeft";
import { clock } from "../../parts/formats";
import type { CardOf, CardProps } from "../types";
import "./Verification.css";

/** Any message brings a new link; this one says what it is for. */
export const RENEW = "继续验证";

type Props = CardProps<"verification">;

export function Verification(props: Props) {
  const { card, t, now, past = false } = props;
  const left = useTimeLeft(card.expires_at, now);
  return (
    <CardFrame kind="verification" title={t("card.verification.title")} icon="shield">
      {past ? <p className="xh-note">{t("card.verification.past")}</p> : left === 0 ? <Over {...props} /> : <Open {...props} left={left} />}
    </CardFrame>
  );
}

function Open({ card, t, locale, actions, left }: Props & { left: number }) {
  if (!card.methods.length) return <p>{t("card.verification.locked")}</p>;
  return (
    <>
      <ul className="xh-ways" aria-label={t("card.verification.ways")}>
        {card.methods.map((method) => (
          <li key={method}>{t(`card.verification.${method}`)}</li>
        ))}
      </ul>
      <p className="xh-note xh-row">
        <time dateTime={card.expires_at}>{t("card.verification.until", { time: clock(card.expires_at, locale) })}</time>
        <Countdown left={left} t={t} />
      </p>
      <button type="button" className="xh-action" onClick={(event) => actions.openVerification(opened(card), event.currentTarget)}>
        {t("card.verification.go")}
      </button>
    </>
  );
}

function Over({ t, latest, actions }: Props) {
  return (
    <>
      <p>{t("card.verification.over")}</p>
      {latest && (
        <button type="button" className="xh-action" onClick={() => actions.say(RENEW)}>
          {t("card.verification.renew")}
        </button>
      )}
    </>
  );
}

// The first method is the one that was asked for in the chat, when one was: the page opens on it.
function opened({ url, methods }: CardOf<"verification">): string {
  return methods[0] ? `${url}?method=${encodeURIComponent(methods[0])}` : url;
}
