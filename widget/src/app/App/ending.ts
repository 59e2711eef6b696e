/** When a conversation has come to its end, and how it was may be asked: once, and not while something is open. */

import type { Stage } from "../../cards/types";
import type { ChatState } from "../../connection/chat";
import { isRated } from "../../connection/opinions";
import type { Message } from "../../contract/message";

const ENDED: readonly Stage[] = ["closed", "rejected", "withdrawn"];

/** The message that ended the conversation, while nobody has rated it. */
export function asksForRating({ messages, outgoing, opinions }: Pick<ChatState, "messages" | "outgoing" | "opinions">): Message | null {
  const last = messages[messages.length - 1];
  return last && !isRated(opinions.ratedAt, last.created_at) && !outgoing.length && isEnd(last) ? last : null;
}

function isEnd({ card }: Message): boolean {
  if (card?.kind === "status") return ENDED.includes(card.stage);
  return card?.kind === "handoff" && card.state === "resolved";
}
