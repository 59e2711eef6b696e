/** The chat's state in React. */

import { useSyncExternalStore } from "react";
import type { Chat, ChatState } from "../../connection/chat";

export function useChat(chat: Chat): ChatState {
  return useSyncExternalStore(chat.subscribe, chat.snapshot);
}
