/** The transcript: everything that was said, what is on its way, and where the customer stands in it. */

import { Typing } from "@chatui/core/es/components/Typing";
import { Fragment, useMemo, type ReactNode } from "react";
import { isPast, newestStep } from "../../cards";
import type { CardActions } from "../../cards/types";
import type { ChatState } from "../../connection/chat";
import type { Outgoing } from "../../connection/outbox";
import type { Message } from "../../contract/message";
import { moment } from "../dates";
import { Divider } from "../Divider/Divider";
import { useScroll } from "../hooks/useScroll";
import { MessageItem } from "../MessageItem/MessageItem";
import { OutgoingItem } from "../Outgoing/OutgoingItem";
import { useWords } from "../words";
import "./MessageList.css";

interface Props {
  state: ChatState;
  actions: CardActions;
  elder: boolean;
  now(): number;
  loadEarlier(): void;
  retry(clientId: string): void;
  discard(clientId: string): void;
  edit(entry: Outgoing): void;
  /** What stands above the first message, and below the last. */
  head: ReactNode;
  foot: ReactNode;
}

const PAUSE = 5 * 60 * 1000;

export function MessageList({ state, actions, elder, now, loadEarlier, retry, discard, edit, head, foot }: Props) {
  const { t } = useWords();
  const { messages, hasEarlier, loadingEarlier, opinions } = state;
  const outgoing = state.outgoing.filter((entry) => entry.seq === null);
  const own = messages.filter((message) => message.role === "user");
  const lastOwn = own[own.length - 1]?.seq ?? 0;
  const last = messages[messages.length - 1]?.seq ?? 0;
  const shown = { first: messages[0]?.seq ?? 0, last, own: lastOwn, outgoing: outgoing.length };
  const step = useMemo(() => newestStep(messages), [messages]);
  const scroll = useScroll(shown, () => hasEarlier && loadEarlier());
  const typing = state.outgoing.some((entry) => entry.state === "sending");
  const copy = (text: string) => void actions.copy(text);
  return (
    <div className="xh-list-frame">
      {/* A keyboard scrolls it too. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="xh-list" ref={scroll.list} onScroll={scroll.onScroll} tabIndex={0} role="log" aria-live="polite" aria-relevant="additions" aria-label={t("chat.transcript")} aria-busy={loadingEarlier}>
        <div className="xh-list-inner">
          {hasEarlier ? <Earlier loading={loadingEarlier} load={loadEarlier} /> : head}
          {messages.map((message, index) => (
            <Fragment key={message.seq}>
              <Time message={message} before={messages[index - 1]} now={now} />
              <MessageItem
                message={message}
                actions={actions}
                elder={elder}
                latest={message.seq > lastOwn && !outgoing.length}
                past={isPast(message, step)}
                opinions={opinions}
                sent={message.seq === lastOwn && message.seq === last && !outgoing.length}
                now={now}
              />
            </Fragment>
          ))}
          {outgoing.map((entry) => (
            <OutgoingItem key={entry.clientId} entry={entry} copy={copy} retry={retry} discard={discard} edit={edit} />
          ))}
          {typing && (
            <div className="xh-typing" aria-label={t("chat.typing")} role="img">
              <Typing />
            </div>
          )}
          {foot}
        </div>
      </div>
      {!scroll.atEnd && <ToNewest below={scroll.below} go={scroll.toEnd} />}
    </div>
  );
}

function Earlier({ loading, load }: { loading: boolean; load(): void }) {
  const { t } = useWords();
  return (
    <button type="button" className="xh-earlier" disabled={loading} onClick={load}>
      {t(loading ? "chat.loading-earlier" : "chat.earlier")}
    </button>
  );
}

function Time({ message, before, now }: { message: Message; before: Message | undefined; now(): number }) {
  const { t, locale } = useWords();
  const time = Date.parse(message.created_at);
  if (Number.isNaN(time) || (before && time - Date.parse(before.created_at) < PAUSE)) return null;
  return <Divider text={moment(time, now(), t, locale)} time={message.created_at} />;
}

function ToNewest({ below, go }: { below: number; go(): void }) {
  const { t } = useWords();
  return (
    <button type="button" className="xh-newest" aria-label={t("chat.to-newest")} data-new={below > 0} onClick={go}>
      {below > 0 ? `${t("chat.new")} ↓` : "↓"}
    </button>
  );
}
