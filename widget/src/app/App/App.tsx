/** The window: head, transcript, composer, and the sheet for verification over them. */

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { FrameOptions } from "../../bridge/messages";
import { CardView } from "../../cards";
import type { CardActions } from "../../cards/types";
import type { Chat } from "../../connection/chat";
import { TABLES } from "../../strings";
import type { Shade } from "../../theme/appearance";
import { VerificationSheet } from "../../verification";
import { Bubble } from "../Bubble/Bubble";
import { Composer, type ComposerHandle } from "../Composer/Composer";
import { Header } from "../Header/Header";
import { MessageList } from "../MessageList/MessageList";
import { Notice } from "../Notice/Notice";
import { Suggestions, type Suggestion } from "../Suggestions/Suggestions";
import { Toasts, useToasts } from "../Toasts/Toasts";
import { useWords } from "../words";
import { useChat } from "./useChat";
import { useActions, type Verifying } from "./useActions";
import { asksForRating } from "./ending";
import "./App.css";

export interface AppProps {
  chat: Chat;
  options: FrameOptions;
  shade: Shade;
  elder: boolean;
  toggleElder(): void;
  /** Whether the host shows the window at the moment. */
  shown: boolean;
  /** Null where the window is a page of its own. */
  close: (() => void) | null;
  /** Null where there is nobody to ask for a login. */
  login: (() => void) | null;
}

const SUGGESTIONS = ["suggestion.how", "suggestion.can", "suggestion.owed", "suggestion.progress"] as const;
const FEWER = 3;
// React 18 does not know the attribute by name.
const INERT = { inert: "" };

export function App({ chat, options, shade, elder, toggleElder, shown, close, login }: AppProps) {
  const { t, locale } = useWords();
  const state = useChat(chat);
  const composer = useRef<ComposerHandle>(null);
  const [toasts, toast] = useToasts();
  const [verifying, setVerifying] = useState<Verifying | null>(null);
  const askLogin = useCallback(() => (login ? login() : toast(t("chat.login-elsewhere"))), [login, toast, t]);
  const actions = useActions({ chat, toast, verify: setVerifying, login: askLogin });
  const now = useCallback(() => chat.clock.now(), [chat]);
  useFocusOnOpening(shown, composer);
  const quiet = state.phase === "ready" && !state.messages.length && !state.outgoing.length;
  const ended = asksForRating(state);
  const suggestions = useSuggestions(options, elder);

  return (
    // Esc closes the window from anywhere in it.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className="xh-app" onKeyDown={(event) => event.key === "Escape" && !verifying && !event.nativeEvent.isComposing && close?.()}>
      <div className="xh-app-main" {...(verifying ? INERT : {})}>
        <Header elder={elder} toggleElder={toggleElder} close={close} />
        <Notice state={state} hurry={() => chat.hurry()} login={askLogin} />
        <MessageList
          state={state}
          actions={actions}
          elder={elder}
          now={now}
          loadEarlier={() => void chat.loadEarlier().catch(() => toast(t("trouble.server")))}
          retry={(id) => chat.retry(id)}
          discard={(id) => chat.discard(id)}
          edit={(entry) => {
            chat.discard(entry.clientId);
            composer.current?.put(entry.text);
          }}
          head={<Greeting state={state} options={options} copy={actions.copy} />}
          foot={
            <>
              {quiet && <Suggestions items={suggestions} ask={actions.say} />}
              {ended && <CardView card={{ kind: "rating" }} message={ended} {...{ actions, t, locale, elder, now }} latest />}
            </>
          }
        />
        <Composer ref={composer} send={actions.say} />
      </div>
      {verifying && <VerificationSheet {...verifying} {...{ t, locale, elder }} theme={shade} onClose={() => setVerifying(null)} onStatus={() => chat.hurry()} />}
      <Toasts toasts={toasts} />
    </div>
  );
}

function Greeting({ state, options, copy }: { state: ReturnType<Chat["snapshot"]>; options: FrameOptions; copy: CardActions["copy"] }) {
  const { t } = useWords();
  if (state.phase !== "ready") return <p className="xh-starting">{t("chat.starting")}</p>;
  return (
    <div className="xh-item xh-item-bot">
      <Bubble speaker="bot" text={options.greeting ?? t("chat.greeting")} copy={(text) => void copy(text)} />
    </div>
  );
}

function useSuggestions(options: FrameOptions, elder: boolean): readonly Suggestion[] {
  const { t } = useWords();
  return useMemo(() => {
    const given = options.suggestions?.map((question) => ({ label: question, question }));
    const all = given ?? SUGGESTIONS.map((key) => ({ label: t(key), question: TABLES["zh-CN"][key] }));
    return elder ? all.slice(0, FEWER) : all;
  }, [options.suggestions, elder, t]);
}

/** Nobody should have to tap once more before typing; on a phone that would bring up the keyboard over everything. */
function useFocusOnOpening(shown: boolean, composer: React.RefObject<ComposerHandle>): void {
  useEffect(() => {
    if (shown && window.matchMedia("(pointer: fine)").matches) composer.current?.focus();
  }, [shown, composer]);
}
