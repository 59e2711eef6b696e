/** Something the customer has said that is still on its way, and how it fares. */

import { useEffect, useState } from "react";
import type { Outgoing } from "../../connection/outbox";
import { sentenceOf } from "../../connection/trouble";
import { Bubble } from "../Bubble/Bubble";
import { useWords } from "../words";
import "./OutgoingItem.css";

interface Props {
  entry: Outgoing;
  copy(text: string): void;
  retry(clientId: string): void;
  discard(clientId: string): void;
  /** Put the text back into the composer. */
  edit(entry: Outgoing): void;
}

export function OutgoingItem({ entry, copy, ...ways }: Props) {
  return (
    <div className="xh-item xh-item-user" data-state={entry.state}>
      <Bubble speaker="user" text={entry.text} copy={copy} />
      {entry.state === "sending" ? <Sending /> : entry.state === "waiting" ? <Waiting due={entry.due ?? 0} /> : <Failed entry={entry} {...ways} />}
    </div>
  );
}

function Sending() {
  const { t } = useWords();
  return <p className="xh-state">{t("message.sending")}</p>;
}

function Waiting({ due }: { due: number }) {
  const { t } = useWords();
  return <p className="xh-state">{t("message.waiting", { seconds: useSecondsUntil(due) })}</p>;
}

function Failed({ entry, retry, discard, edit }: Omit<Props, "copy">) {
  const { t, locale } = useWords();
  const { trouble } = entry;
  const passes = trouble?.passes ?? true;
  return (
    <div className="xh-state xh-state-failed" role="alert">
      <span>
        {t("message.failed")}
        {trouble && ` · ${sentenceOf(trouble, t, locale)}`}
      </span>
      {passes && <Way label={t("message.retry")} go={() => retry(entry.clientId)} />}
      {!passes && entry.button === null && <Way label={t("message.edit")} go={() => edit(entry)} />}
      <Way label={t("message.discard")} go={() => discard(entry.clientId)} />
    </div>
  );
}

function Way({ label, go }: { label: string; go(): void }) {
  return (
    <button type="button" className="xh-way" onClick={go}>
      {label}
    </button>
  );
}

/** Counts on a clock that nobody can set. */
function useSecondsUntil(due: number): number {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.ceil((due - now) / 1000));
}
