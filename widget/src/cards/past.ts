/** Which step of the closing a card is, so that what an earlier one offered is not pressed after it. */

import { knownCard } from "./known";
import type { CardKind, Stage } from "./types";
import type { Message } from "../contract/message";

const STEPS: ReadonlySet<CardKind> = new Set<CardKind>(["obstacles", "consequences", "verification", "confirmation", "receipt"]);
// A progress that was asked for in the middle leaves the step open that it tells of.
const DECIDED: ReadonlySet<Stage> = new Set<Stage>(["submitted", "approved", "closed", "rejected", "withdrawn", "abandoned"]);

/** The position of the newest step in a conversation, or 0. */
export function newestStep(messages: readonly Message[]): number {
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const message = messages[index];
    if (message && isStep(message)) return message.seq;
  }
  return 0;
}

/** Whether a later step has taken its place. */
export function isPast(message: Message, newest: number): boolean {
  return message.seq < newest && isStep(message);
}

function isStep(message: Message): boolean {
  const card = knownCard(message.card);
  if (!card) return false;
  return card.kind === "status" ? DECIDED.has(card.stage) : STEPS.has(card.kind);
}
