/** One message as a bubble; a long press or the button beside it copies it. */

import { Bubble as ChatBubble } from "@chatui/core/es/components/Bubble";
import type { ReactNode } from "react";
import type { Role } from "../../contract/message";
import { useLongPress } from "../hooks/useLongPress";
import { Linked } from "../Linked/Linked";
import { useWords } from "../words";
import "./Bubble.css";

interface Props {
  speaker: Role;
  text: string;
  copy(text: string): void;
  children?: ReactNode;
}

export function Bubble({ speaker, text, copy, children }: Props) {
  const { t } = useWords();
  const hold = useLongPress(() => copy(text));
  return (
    <div className="xh-bubble" data-role={speaker} {...hold}>
      <ChatBubble type="text">
        <p dir="auto">
          <Linked text={text} />
        </p>
      </ChatBubble>
      {children}
      <button type="button" className="xh-bubble-copy" aria-label={t("message.copy")} title={t("message.copy")} onClick={() => copy(text)}>
        <CopyIcon />
      </button>
    </div>
  );
}

function CopyIcon() {
  return (
    <svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="2">
      <rect x="9" y="9" width="11" height="11" rx="2" />
      <path d="M5 15V6a2 2 0 0 1 2-2h9" />
    </svg>
  );
}
