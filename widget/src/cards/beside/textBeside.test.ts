import { expect, it } from "vitest";
import { messageWith } from "../../../tests/cards";
import type { Card } from "../types";
import { textBeside } from "./textBeside";

const beside = (text: string, card: object | null) => textBeside(messageWith({ text, card: card as Card | null }));

it("leaves the sentences around a list, and not the list", () => {
  const items = ["登录您的账号。", "确认提交，等审核。"];
  const text = `注销分下面几步。\n1. ${items[0]}\n2. ${items[1]}\n页面名称可能不同。\n要现在办理吗？`;
  expect(beside(text, { kind: "steps", items })).toEqual({ before: "注销分下面几步。", after: "页面名称可能不同。\n要现在办理吗？" });
});

it("leaves out an obstacle's line, whose figures the card has", () => {
  const items = [{ kind: "overdue", title: "有逾期账单", amount: 5000, due_date: "2026-12-03", how: "请还清。" }];
  const text = "现在还不能注销，要先处理这件事：\n1. 有逾期账单，共 50.00 元，最早 2026年12月3日到期。请还清。\n处理好以后，回来告诉我。";
  expect(beside(text, { kind: "obstacles", items })).toEqual({ before: "现在还不能注销，要先处理这件事：", after: "处理好以后，回来告诉我。" });
});

it("leaves it to the card that there is nothing to close", () => {
  const items = [{ kind: "closed", title: "账户已经注销", amount: null, due_date: null, how: "不用再办理。" }];
  expect(beside("没有可以注销的账户：\n1. 账户已经注销。不用再办理。", { kind: "obstacles", items })).toEqual({ before: "", after: "" });
});

it("leaves out the bare address of a verification", () => {
  const url = "http://127.0.0.1:8000/verify/token";
  const text = `下一步验证是您本人。请打开验证页：${url}\n密码只在验证页填写。`;
  const card = { kind: "verification", url, expires_at: "2026-11-23T02:10:00Z", methods: ["password"] };
  expect(beside(text, card)).toEqual({ before: "下一步验证是您本人。", after: "密码只在验证页填写。" });
});

it("leaves out the ways and their time, which the card has", () => {
  const url = "http://127.0.0.1:8000/verify/token";
  const text = `请打开验证页：${url}\n可以用支付密码、短信验证码，11月23日 12:40 前有效。\n通过以后，这里会自动进入下一步。`;
  const card = { kind: "verification", url, expires_at: "2026-11-23T02:10:00Z", methods: ["sms", "password"] };
  expect(beside(text, card)).toEqual({ before: "", after: "通过以后，这里会自动进入下一步。" });
  const locked = "短信验证码现在用不了：今天获取的次数过多。";
  expect(beside(locked, { ...card, methods: ["sms"] })).toEqual({ before: locked, after: "" });
});

it.each([
  ["receipt", { kind: "receipt", number: "BYJ1", due_date: "2026-11-30" }, "注销申请已提交，编号 BYJ1。预计 11月30日 前审核完。\n审核期间账户不能新借款。"],
  ["status", { kind: "status", number: "BYJ1", stage: "submitted", timeline: [] }, "申请编号 BYJ1。\n预计 11月30日 前审核完。\n审核期间账户不能新借款。"],
])("names the number once, on the card, and says the rest before a %s", (_, card, text) => {
  expect(beside(text, card)).toEqual({ before: "预计 11月30日 前审核完。\n审核期间账户不能新借款。", after: "" });
});

it("leaves the day of the review to the receipt, too", () => {
  const text = "注销申请已提交，编号 BYJ1。预计 2026年11月30日 前审核完。\n审核期间账户不能新借款。";
  expect(beside(text, { kind: "receipt", number: "BYJ1", due_date: "2026-11-30" })).toEqual({ before: "审核期间账户不能新借款。", after: "" });
  expect(beside(text, { kind: "receipt", number: "BYJ1", due_date: null }).before).toContain("2026年11月30日");
});

it("puts the last question right above its answers, with what the card says left out", () => {
  const text = "身份验证已通过。最后一步：确认提交注销申请吗？\n请在 11月23日 10:10 前确认，过时要重新验证。";
  const card = { kind: "confirmation", expires_at: "2026-11-23T02:10:00Z" };
  expect(beside(text, card)).toEqual({ before: "", after: "最后一步：确认提交注销申请吗？" });
});

it("tells the place in the queue once", () => {
  const text = "正在为您转人工，请稍等。\n您排在第 3 位。";
  expect(beside(text, { kind: "handoff", state: "pending", position: 3 })).toEqual({ before: "正在为您转人工，请稍等。", after: "" });
  expect(beside(text, { kind: "handoff", state: "pending", position: 1 }).before).toContain("第 3 位");
});

it("keeps everything beside a status that has no number yet", () => {
  const text = "注销还没有提交，停在确认后果这一步。";
  expect(beside(text, { kind: "status", number: null, stage: "consenting", timeline: [] })).toEqual({ before: text, after: "" });
});

it("leaves everything to a warning's card, which says it itself", () => {
  expect(beside("请先停一下。", { kind: "warning", level: "high" })).toEqual({ before: "", after: "" });
});

it.each([
  ["a card that repeats nothing", { kind: "rating" }],
  ["a step that was shown before", { kind: "consequences", version: "1", items: ["额度清零。"] }],
  ["a card that is not known", { kind: "hologram", items: ["都在这里"] }],
  ["a card that is broken", { kind: "steps", items: [1] }],
  ["empty items", { kind: "steps", items: [""] }],
  ["no card", null],
])("keeps the whole text beside %s", (_, card) => {
  const text = "都在这里。\n1. 请看清。";
  expect(beside(text, card)).toEqual({ before: text, after: "" });
});
