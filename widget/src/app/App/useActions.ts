/** What cards and buttons may ask of the chat; what fails is told by a toast. */

import { useMemo } from "react";
import type { CardActions } from "../../cards/types";
import type { Chat } from "../../connection/chat";
import { sentenceOf, Trouble } from "../../connection/trouble";
import { copyText } from "../copying";
import { useWords } from "../words";

export interface Verifying {
  url: string;
  opener: HTMLElement | null;
}

interface Ports {
  chat: Chat;
  toast(text: string): void;
  verify(verifying: Verifying): void;
  login(): void;
}

export function useActions({ chat, toast, verify, login }: Ports): CardActions {
  const { t, locale } = useWords();
  return useMemo(() => {
    const kept = async (work: Promise<void>): Promise<boolean> => {
      try {
        await work;
        return true;
      } catch (error) {
        toast(error instanceof Trouble && error.kind !== "offline" ? sentenceOf(error, t, locale) : t("trouble.not-kept"));
        return false;
      }
    };
    return {
      press: (id, title) => chat.press(id, title),
      say: (text) => chat.say(text),
      openVerification: (url, opener) => verify({ url, opener: opener ?? null }),
      feedback: (messageId, helpful, reason) => kept(chat.feedback(messageId, helpful, reason)),
      rate: (score, comment) => kept(chat.rate(score, comment)),
      copy: async (text) => {
        const copied = await copyText(text);
        toast(t(copied ? "message.copied" : "message.not-copied"));
        return copied;
      },
      login,
      toast,
    };
  }, [chat, toast, verify, login, t, locale]);
}
