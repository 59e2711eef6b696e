import { render } from "@testing-library/react";
import { expect, it } from "vitest";
import { CardView } from ".";
import { messageWith, show } from "../../tests/cards";
import { translator } from "../strings";
import { knownCard } from "./known";
import type { Card, CardOf } from "./types";

const BROKEN: object[] = [
  { kind: "steps" },
  { kind: "steps", items: "登录" },
  { kind: "steps", items: [1] },
  { kind: "obstacles", items: [{ kind: "overdue", title: "有逾期账单", amount: "12", due_date: null, how: "" }] },
  { kind: "obstacles", items: [{ kind: "overdue", title: "有逾期账单", amount: 0.5, due_date: null, how: "" }] },
  { kind: "obstacles", items: [null] },
  { kind: "verification", url: "/verify/x", expires_at: "2026", methods: ["palm"] },
  { kind: "status", number: null, stage: "dreaming", timeline: [] },
  { kind: "handoff", state: "lost", position: null },
  { kind: "toString" },
  { kind: "__proto__" },
  { kind: "hologram" },
  {},
];

it.each(BROKEN)("leaves %j to the message's text", (card) => {
  expect(knownCard(card as Card)).toBeNull();
  const props = { message: messageWith({ card: card as Card }), t: translator("zh-CN"), locale: "zh-CN", elder: false, latest: true, now: () => 0 } as const;
  const { container } = render(<CardView {...props} card={card as CardOf<"steps">} actions={undefined as never} />);
  expect(container.textContent).toBe("");
});

it("does not mind fields that it does not know", async () => {
  await show({ kind: "steps", items: ["登录您的账号。"], mood: "good" } as CardOf<"steps">);
  expect(document.body.textContent).toContain("登录您的账号。");
});

it("asks a card that did not come with its message, too", async () => {
  await show({ kind: "rating" }, { message: { card: null } });
  expect(document.querySelectorAll("input[type=radio]")).toHaveLength(5);
});
