/** One line below the head that says what is wrong with the connection, with a way on. */

import type { ChatState } from "../../connection/chat";
import { sentenceOf } from "../../connection/trouble";
import { useWords } from "../words";
import "./Notice.css";

interface Props {
  state: Pick<ChatState, "connected" | "trouble" | "phase">;
  hurry(): void;
  login(): void;
}

export function Notice({ state, hurry, login }: Props) {
  const { t } = useWords();
  const sentence = useSentence(state);
  const signedOut = state.trouble?.kind === "signed-out";
  return (
    <div className="xh-notice" role="status" data-shown={sentence !== null}>
      {sentence !== null && (
        <>
          <span>{sentence}</span>
          <button type="button" onClick={signedOut ? login : hurry}>
            {t(signedOut ? "chat.login" : "trouble.retry-now")}
          </button>
        </>
      )}
    </div>
  );
}

function useSentence({ connected, trouble, phase }: Props["state"]): string | null {
  const { t, locale } = useWords();
  if (connected && !trouble) return null;
  if (!trouble || (trouble.kind === "offline" && phase === "ready")) return t("trouble.reconnecting");
  return sentenceOf(trouble, t, locale);
}
