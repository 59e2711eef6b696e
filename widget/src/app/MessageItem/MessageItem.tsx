/** One message of the conversation: its words, its card, and the answers on offer. */

import { CardView, textBeside } from "../../cards";
import type { CardActions } from "../../cards/types";
import { isRated, type Opinions } from "../../connection/opinions";
import type { Message } from "../../contract/message";
import { Bubble } from "../Bubble/Bubble";
import { Buttons } from "../Buttons/Buttons";
import { useWords } from "../words";
import "./MessageItem.css";

export interface MessageItemProps {
  message: Message;
  actions: CardActions;
  elder: boolean;
  /** Its buttons are still the ones to press. */
  latest: boolean;
  /** A later step has taken its place. */
  past: boolean;
  opinions: Opinions;
  /** The customer's newest, which says that it has arrived. */
  sent: boolean;
  now(): number;
}

export function MessageItem({ message, actions, elder, latest: isLatest, past, opinions, sent, now }: MessageItemProps) {
  const { t, locale } = useWords();
  const { role, card } = message;
  const latest = isLatest && !past;
  const copy = (text: string) => void actions.copy(text);
  const { before, after } = card ? textBeside(message) : { before: message.text, after: "" };
  const told = { judged: opinions.judged.has(message.id), rated: isRated(opinions.ratedAt, message.created_at) };
  const cardProps = { message, actions, t, locale, elder, latest, past, ...told, now };
  return (
    <article className={`xh-item xh-item-${role}`} data-seq={message.seq} aria-label={t(`role.${role}`)}>
      {role === "agent" && <p className="xh-author">{t("role.agent")}</p>}
      {before && <Bubble speaker={role} text={before} copy={copy} />}
      {card && <CardView card={card} {...cardProps} />}
      {after && <Bubble speaker={role} text={after} copy={copy} />}
      {latest && <Buttons buttons={message.buttons} label={t(`role.${role}`)} press={actions.press} />}
      {sent && <p className="xh-state">{t("message.sent")}</p>}
    </article>
  );
}
