/** What a message's text says beyond its card: channels without cards need the whole, here it would be said twice. */

import type { Message } from "../../contract/message";
import { knownCard } from "../known";
import { cardsZhCN } from "../strings.zh-CN";
import type { Card, Method } from "../types";

const ITEM = /^\s*(\d+[.、)．]|[-·•])/;

/** Whether a line or a sentence says what the card says. */
type Repeats = (text: string) => boolean;

/** The text before and after the card, each without what the card repeats; both may be empty. */
export function textBeside(message: Message): { before: string; after: string } {
  const card = knownCard(message.card);
  if (!card) return { before: message.text, after: "" };
  // A warning says everything itself.
  if (card.kind === "warning") return { before: "", after: "" };
  const repeats = repeatedBy(card);
  const lines = message.text.split("\n");
  const left = lines.map((line) => (ITEM.test(line) && repeats(line) ? "" : withoutRepeated(line, repeats)));
  const first = isList(card) ? lines.findIndex(repeats) : -1;
  return first < 0 ? { before: joined(left), after: "" } : { before: joined(left.slice(0, first + 1)), after: joined(left.slice(first + 1)) };
}

// What came after a list in the text comes after the card with that list.
function isList({ kind }: Card): boolean {
  return kind === "steps" || kind === "consequences" || kind === "obstacles" || kind === "verification";
}

function repeatedBy(card: Card): Repeats {
  switch (card.kind) {
    case "steps":
    case "consequences":
      return among(card.items);
    case "obstacles":
      return among(card.items.flatMap((item) => [item.title, item.how]));
    case "verification":
      return (text) => text.includes(card.url) || listsWays(text, card.methods);
    case "receipt":
      return (text) => text.includes(card.number);
    case "status":
      return (text) => card.number !== null && text.includes(card.number);
    default:
      return () => false;
  }
}

// An item may be several sentences, and a sentence several items.
function among(items: string[]): Repeats {
  const said = items.filter(Boolean);
  return (text) => Boolean(text.trim()) && said.some((one) => text.includes(one) || one.includes(text));
}

// One way alone may be named for a reason of its own: that it is locked, or that it was asked for.
function listsWays(text: string, methods: Method[]): boolean {
  return methods.length > 1 && methods.every((method) => text.includes(cardsZhCN[`card.verification.${method}`]));
}

function withoutRepeated(line: string, repeats: Repeats): string {
  return sentences(line)
    .filter((sentence) => !repeats(sentence))
    .join("");
}

// Old phones know no look-behind, so the sentences are matched instead of split.
function sentences(line: string): string[] {
  return line.match(/[^。；]+[。；]?|[。；]/g) ?? [];
}

const joined = (lines: string[]) => lines.filter((line) => line.trim()).join("\n");
