/** What a message's text says beyond its card: channels without cards need the whole, here it would be said twice. */

import type { Message } from "../../contract/message";
import { knownCard } from "../known";
import type { Card } from "../types";

const ITEM = /^\s*(\d+[.、)．]|[-·•])/;

/** The text before and after the card, each without what the card repeats; both may be empty. */
export function textBeside(message: Message): { before: string; after: string } {
  const card = knownCard(message.card);
  // A warning says everything itself.
  if (card?.kind === "warning") return { before: "", after: "" };
  const said = card ? repeatedBy(card) : [];
  const lines = message.text.split("\n");
  const first = lines.findIndex((line) => holds(line, said));
  if (first < 0) return { before: message.text, after: "" };
  const left = lines.map((line) => (ITEM.test(line) && holds(line, said) ? "" : withoutRepeated(line, said)));
  return { before: joined(left.slice(0, first + 1)), after: joined(left.slice(first + 1)) };
}

function repeatedBy(card: Card): string[] {
  switch (card.kind) {
    case "steps":
    case "consequences":
      return card.items.filter(Boolean);
    case "obstacles":
      return card.items.flatMap((item) => [item.title, item.how]).filter(Boolean);
    case "verification":
      return [card.url];
    default:
      return [];
  }
}

function withoutRepeated(line: string, said: string[]): string {
  const all = said.join("\n");
  const kept = sentences(line).filter((sentence) => !holds(sentence, said) && !(sentence && all.includes(sentence)));
  return kept.join("");
}

// Old phones know no look-behind, so the sentences are matched instead of split.
function sentences(line: string): string[] {
  return line.match(/[^。；]+[。；]?|[。；]/g) ?? [];
}

const holds = (text: string, said: string[]) => said.some((one) => text.includes(one));
const joined = (lines: string[]) => lines.filter((line) => line.trim()).join("\n");
