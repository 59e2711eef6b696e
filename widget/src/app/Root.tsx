/** Joins the window to the page around it: options, visibility, elder mode, unread count. */

import { useCallback, useEffect, useRef, useState } from "react";
import type { FrameOptions, ToHost } from "../bridge/messages";
import type { Chat } from "../connection/chat";
import type { Store } from "../connection/store";
import { translator, type Locale } from "../strings";
import { follow, setElder, type Shade } from "../theme/appearance";
import { App } from "./App/App";
import { useChat } from "./App/useChat";
import { ErrorBoundary } from "./ErrorBoundary/ErrorBoundary";
import { WordsProvider } from "./words";

export interface RootProps {
  chat: Chat;
  options: FrameOptions;
  locale: Locale;
  preferences: Store;
  elder: boolean;
  shown: boolean;
  /** To the page around; null where the window is a page of its own. */
  tell: ((message: ToHost) => void) | null;
}

export function Root({ chat, options, locale, preferences, elder: atFirst, shown, tell }: RootProps) {
  const [elder, setElderMode] = useState(atFirst);
  const [shade, setShade] = useState<Shade>("light");
  useEffect(() => follow(options.theme, setShade), [options.theme]);
  useEffect(() => setElder(elder), [elder]);
  useEffect(() => {
    if (options.theme.elder !== null) setElderMode(options.theme.elder);
  }, [options.theme.elder]);
  useVisibility(chat, shown);
  useUnread(chat, locale, tell);
  const close = useCallback(() => tell?.({ type: "close" }), [tell]);
  const login = useCallback(() => tell?.({ type: "login" }), [tell]);
  const toggleElder = () => {
    preferences.set("elder", String(!elder));
    setElderMode(!elder);
  };
  return (
    <WordsProvider locale={locale}>
      <ErrorBoundary>
        <App {...{ chat, options, shade, elder, toggleElder, shown }} close={tell && close} login={tell && options.hasLogin ? login : null} />
      </ErrorBoundary>
    </WordsProvider>
  );
}

/** The customer sees it when the host shows it and the tab is in front. */
function useVisibility(chat: Chat, shown: boolean): void {
  useEffect(() => {
    const look = () => chat.setVisible(shown && document.visibilityState === "visible");
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [chat, shown]);
}

function useUnread(chat: Chat, locale: Locale, tell: RootProps["tell"]): void {
  const { unread } = useChat(chat);
  const told = useRef(-1);
  useEffect(() => {
    const t = translator(locale);
    const title = t("chat.title");
    document.title = unread ? t("chat.title-unread", { count: unread, title }) : title;
    if (told.current !== unread) tell?.({ type: "unread", count: unread });
    told.current = unread;
  }, [unread, locale, tell]);
}
