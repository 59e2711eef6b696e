/** The cards of the contract, and what a card's component is given. */

import type { ReactNode } from "react";

import type { Message } from "../contract/message";
import type { Locale, Translate } from "../strings";

export type Stage =
  | "consenting"
  | "verifying"
  | "confirming"
  | "submitted"
  | "approved"
  | "closed"
  | "rejected"
  | "withdrawn"
  | "abandoned";

export type Method = "password" | "sms" | "face";

/** One thing in the way of closing; `amount` in fen, `due_date` as ISO 8601. */
export interface Obstacle {
  kind: string;
  title: string;
  amount: number | null;
  due_date: string | null;
  how: string;
  url?: string;
}

/** Every kind with its fields; amounts are integer fen, times ISO 8601. */
export interface CardFields {
  steps: { items: string[] };
  login: object;
  obstacles: { items: Obstacle[] };
  consequences: { version: string; items: string[] };
  verification: { url: string; expires_at: string; methods: Method[] };
  confirmation: { expires_at: string };
  receipt: { number: string; due_date: string | null };
  status: { number: string | null; stage: Stage; timeline: { stage: Stage; at: string }[] };
  answer: { topic: string; source: string; effective: string | null };
  choices: { items: unknown[] };
  handoff: { state: "open" | "pending" | "claimed" | "resolved"; position: number | null };
  rating: object;
  warning: { level: string };
}

export type CardKind = keyof CardFields;
export type CardOf<K extends CardKind> = { kind: K } & CardFields[K];
/** Any card; a kind that this version does not know is shown as the message's text. */
export type Card = { [K in CardKind]: CardOf<K> }[CardKind];

/** What a card may ask the chat to do; the promises tell whether it was kept (a failure is told by the chat). */
export interface CardActions {
  /** Answer with a button that the server issued. */
  press(buttonId: string, title: string): void;
  /** Say something in the customer's name. */
  say(text: string): void;
  /** Open the verification page in its sheet; `opener` gets the focus back. */
  openVerification(url: string, opener?: HTMLElement): void;
  feedback(messageId: string, helpful: boolean, reason?: string): Promise<boolean>;
  rate(score: number, comment?: string): Promise<boolean>;
  copy(text: string): Promise<boolean>;
  /** Ask the host page to log the customer in. */
  login(): void;
  /** A short sentence at the edge of the window, read aloud too. */
  toast(text: string): void;
}

export interface CardProps<K extends CardKind = CardKind> {
  card: CardOf<K>;
  message: Message;
  actions: CardActions;
  t: Translate;
  locale: Locale;
  /** 长辈模式: larger type, fewer words. */
  elder: boolean;
  /** Nothing was said after it: what it offers is what comes next. */
  latest: boolean;
  /** A later step of the closing has taken its place: what it offered is no longer to be pressed. */
  past?: boolean;
  /** The conversation was rated before: a rating is then a thank-you. */
  rated?: boolean;
  /** The customer has said whether it helped. */
  judged?: boolean;
  /** The server's time in milliseconds, whatever the clock of this machine says. */
  now(): number;
}

/** How a verification ended, as far as its page says; a hint only, the conversation has the truth. */
export type VerificationStatus = "passed" | "failed" | "expired" | "locked";

/** What `VerificationSheet` of src/verification takes; it traps the focus and gives it back to `opener`. */
export interface VerificationSheetProps {
  url: string;
  opener: HTMLElement | null;
  t: Translate;
  locale: Locale;
  theme: "light" | "dark";
  elder: boolean;
  onClose(): void;
  onStatus(status: VerificationStatus): void;
}

/**
 * What the chat expects of src/cards/index.ts:
 * `CardView(props: CardProps): ReactNode` – null for a kind it does not know;
 * `textBeside(message: Message): { before: string; after: string }` – the message's text without what its card repeats.
 */
export interface CardsModule {
  CardView(props: CardProps): ReactNode;
  textBeside(message: Message): { before: string; after: string };
}
