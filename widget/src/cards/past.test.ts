import { expect, it } from "vitest";
import { messageWith } from "../../tests/cards";
import { isPast, newestStep } from "./past";
import type { Card, Stage } from "./types";

const VERIFICATION: Card = { kind: "verification", url: "/verify/x", expires_at: "2026-11-23T02:10:00Z", methods: ["password"] };
const CONFIRMATION: Card = { kind: "confirmation", expires_at: "2026-11-23T02:10:00Z" };
const status = (stage: Stage): Card => ({ kind: "status", number: null, stage, timeline: [] });
const said = (...cards: (Card | null)[]) => cards.map((card, index) => messageWith({ seq: index + 1, card }));
const past = (...cards: (Card | null)[]) => {
  const messages = said(...cards);
  return messages.filter((message) => isPast(message, newestStep(messages))).map(({ seq }) => seq);
};

it("has a verification behind it once the confirmation is asked for", () => {
  expect(past(VERIFICATION, CONFIRMATION)).toEqual([1]);
});

it("keeps the newest of several links", () => {
  expect(past(VERIFICATION, null, VERIFICATION)).toEqual([1]);
});

it("keeps a step open after an answer in between", () => {
  expect(past(VERIFICATION, { kind: "answer", topic: "faq", source: "x", effective: null }, null)).toEqual([]);
});

it.each<[Stage, number[]]>([
  ["verifying", []],
  ["confirming", []],
  ["submitted", [1]],
  ["abandoned", [1]],
  ["closed", [1]],
])("takes a progress that says %s for the end of earlier steps: %o", (stage, expected) => {
  expect(past(VERIFICATION, status(stage))).toEqual(expected);
});

it("takes the offer of a progress away with the next one", () => {
  expect(past(status("submitted"), status("closed"))).toEqual([1]);
});

it("knows no step in what it cannot read", () => {
  expect(past(VERIFICATION, { kind: "receipt" } as Card, { kind: "hologram" } as unknown as Card)).toEqual([]);
  expect(newestStep([])).toBe(0);
});
