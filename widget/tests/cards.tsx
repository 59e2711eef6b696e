/** A card on the page as the chat shows it, with a record of what it asked the chat to do. */

import { render } from "@testing-library/react";
import { expect } from "vitest";
import { CardView } from "../src/cards";
import type { CardActions, CardKind, CardOf, CardProps } from "../src/cards/types";
import type { Message } from "../src/contract/message";
import { translator, type Locale } from "../src/strings";
import { seriousFindings } from "./a11y";

export const NOW = Date.parse("2026-11-23T02:00:00Z");

export interface Shown {
  /** What was asked of the chat, in order: the action's name and its arguments. */
  asked: unknown[][];
  rerender(changes: Changes): void;
}

interface Changes {
  locale?: Locale;
  elder?: boolean;
  latest?: boolean;
  rated?: boolean;
  judged?: boolean;
  past?: boolean;
  now?: () => number;
  message?: Partial<Message>;
  /** Whether the chat manages to keep what it is asked to. */
  kept?: boolean;
}

/** Show a card; fails when a screen reader or the keyboard could not use it. */
export async function show<K extends CardKind>(card: CardOf<K>, changes: Changes = {}): Promise<Shown> {
  const asked: unknown[][] = [];
  const { rerender, container } = render(<CardView {...propsFor(card, changes, asked)} />);
  expect(await seriousFindings(container)).toEqual([]);
  return { asked, rerender: (more) => rerender(<CardView {...propsFor(card, { ...changes, ...more }, asked)} />) };
}

export function messageWith(changes: Partial<Message>): Message {
  return { seq: 2, id: "m2", role: "bot", type: "card", text: "", buttons: [], card: null, created_at: "2026-11-23T01:59:00+00:00", ...changes };
}

function propsFor<K extends CardKind>(card: CardOf<K>, changes: Changes, asked: unknown[][]): CardProps {
  const { locale = "zh-CN", elder = false, latest = true, rated = false, judged = false, past = false, now = () => NOW, message = {}, kept = true } = changes;
  const props = { card, message: messageWith({ card: card as Message["card"], ...message }), actions: recording(asked, kept), locale, elder, latest, rated, judged, past, now };
  return { ...props, t: translator(locale) };
}

function recording(asked: unknown[][], kept: boolean): CardActions {
  const note =
    (name: string) =>
    (...what: unknown[]) =>
      void asked.push([name, ...what]);
  const promise =
    (name: string) =>
    (...what: unknown[]) => {
      asked.push([name, ...what]);
      return Promise.resolve(kept);
    };
  return {
    press: note("press"),
    say: note("say"),
    openVerification: note("openVerification"),
    login: note("login"),
    toast: note("toast"),
    feedback: promise("feedback"),
    rate: promise("rate"),
    copy: promise("copy"),
  };
}
