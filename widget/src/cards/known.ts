/** Whether a card is one of ours with everything in it: a gateway of tomorrow may send others. */

import type { Card, CardKind } from "./types";

type Check = (value: unknown) => boolean;
type Shape = Record<string, Check>;

const text: Check = (value) => typeof value === "string";
const textOrNull: Check = (value) => value === null || text(value);
const amountOrNull: Check = (value) => value === null || Number.isSafeInteger(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const oneOf =
  (...names: string[]): Check =>
  (value) =>
    names.includes(value as string);
const object =
  (shape: Shape): Check =>
  (value) =>
    typeof value === "object" && value !== null && Object.entries(shape).every(([name, check]) => check((value as Record<string, unknown>)[name]));

const stage = oneOf("consenting", "verifying", "confirming", "submitted", "approved", "closed", "rejected", "withdrawn", "abandoned");
const obstacle = object({ kind: text, title: text, amount: amountOrNull, due_date: textOrNull, how: text });

const SHAPES: Record<CardKind, Shape> = {
  steps: { items: listOf(text) },
  login: {},
  obstacles: { items: listOf(obstacle) },
  consequences: { version: text, items: listOf(text) },
  verification: { url: text, expires_at: text, methods: listOf(oneOf("password", "sms", "face")) },
  confirmation: { expires_at: text },
  receipt: { number: text, due_date: textOrNull },
  status: { number: textOrNull, stage, timeline: listOf(object({ stage, at: text })) },
  answer: { topic: text, source: text, effective: textOrNull },
  choices: { items: listOf(() => true) },
  handoff: { state: oneOf("open", "pending", "claimed", "resolved"), position: amountOrNull },
  rating: {},
  warning: { level: text },
};

/** The card when it can be shown; null for what is better said by the message's text. */
export function knownCard(card: { kind: string } | null): Card | null {
  if (!card || !Object.hasOwn(SHAPES, card.kind)) return null;
  return object(SHAPES[card.kind as CardKind])(card) ? (card as Card) : null;
}
