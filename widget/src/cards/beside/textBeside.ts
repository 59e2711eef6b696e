/** What a message's text says beyond its card: channels without cards need the whole, here it would be said twice. */

import type { Message } from "../../contract/message";
import { knownCard } from "../known";
import { clock, day } from "../../parts/formats";
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
  // The last question stands right above its answers.
  if (card.kind === "confirmation") return { before: "", after: joined(left) };
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
    case "obstacles": {
      const listed = among(card.items.flatMap((item) => [item.title, item.how]));
      return (text) => isBare(text, cardsZhCN["card.obstacles.none"]) || listed(text);
    }
    case "verification":
      return (text) => text.includes(card.url) || listsWays(text, card.methods);
    case "confirmation":
      return (text) => isBare(text, cardsZhCN["card.confirmation.title"]) || text.includes(`${clock(card.expires_at, "zh-CN")} 前`);
    case "receipt":
      return (text) => text.includes(card.number) || (card.due_date !== null && text.includes(day(card.due_date, "zh-CN")));
    case "handoff":
      return (text) => card.position !== null && text.includes(`第 ${card.position} 位`);
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

const isBare = (text: string, words: string) => text.replace(/[。；：\s]/g, "") === words;

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
