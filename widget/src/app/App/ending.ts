/** When a conversation has come to its end, and how it was may be asked: once, and not while something is open. */

import type { Stage } from "../../cards/types";
import type { ChatState } from "../../connection/chat";
import type { Message } from "../../contract/message";

const ENDED: readonly Stage[] = ["closed", "rejected", "withdrawn"];

/** The message that ended the conversation, while nobody has rated it. */
export function asksForRating({ messages, outgoing, rated }: Pick<ChatState, "messages" | "outgoing" | "rated">): Message | null {
  const last = messages[messages.length - 1];
  return last && !rated && !outgoing.length && isEnd(last) ? last : null;
}

function isEnd({ card }: Message): boolean {
  if (card?.kind === "status") return ENDED.includes(card.stage);
  return card?.kind === "handoff" && card.state === "resolved";
}
