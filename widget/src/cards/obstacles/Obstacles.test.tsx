import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { show } from "../../../tests/cards";
import type { CardOf, Obstacle } from "../types";
import { RECHECK } from "./Obstacles";

const OVERDUE: Obstacle = { kind: "overdue", title: "有逾期账单", amount: 123456, due_date: "2026-12-03", how: "请还清本金和罚息。" };
const REFUND: Obstacle = { kind: "refund_in_flight", title: "有退款正在路上", amount: 5000, due_date: "2026-11-30", how: "等入账就可以。" };
const FROZEN: Obstacle = { kind: "frozen", title: "账户被冻结", amount: null, due_date: null, how: "请联系客服。" };

const card = (...items: Obstacle[]): CardOf<"obstacles"> => ({ kind: "obstacles", items });

it("says of each how much, by when, and how it is settled", async () => {
  await show(card(OVERDUE, REFUND, FROZEN));
  const items = within(screen.getByRole("group", { name: "有 3 件事要先处理" })).getAllByRole("listitem");
  expect(items.map((item) => item.textContent)).toEqual([
    "有逾期账单¥1,234.56最早 2026年12月3日到期请还清本金和罚息。",
    "有退款正在路上¥50.00预计 2026年11月30日到账等入账就可以。",
    "账户被冻结请联系客服。",
  ]);
});

it("shows an amount of nothing as nothing, and not as unknown", async () => {
  await show(card({ ...OVERDUE, amount: 0 }));
  expect(screen.getByText("¥0.00")).toBeTruthy();
});

it("leads to where it is settled, over https only", async () => {
  await show(card({ ...OVERDUE, url: "https://shop.example/repay" }, { ...FROZEN, url: "javascript:alert(1)" }));
  const links = screen.getAllByRole("link");
  expect(links.map((link) => link.getAttribute("href"))).toEqual(["https://shop.example/repay"]);
  expect(links[0]?.getAttribute("aria-label")).toBe("去处理：有逾期账单");
});

it("looks again at one press, and not at every impatient one", async () => {
  const { asked, rerender } = await show(card(OVERDUE));
  const button = screen.getByRole("button", { name: "检查一下" });
  await userEvent.click(button);
  await userEvent.click(button);
  expect(asked).toEqual([["say", RECHECK]]);
  rerender({ latest: false });
  await userEvent.click(button);
  expect(asked).toHaveLength(2);
});

it.each(["closed", "no_account"])("offers no second look at what the customer cannot change (%s)", async (kind) => {
  await show(card({ ...FROZEN, kind }));
  expect(screen.queryByRole("button")).toBeNull();
  expect(screen.getByRole("group", { name: "没有可以注销的账户" })).toBeTruthy();
});

it("writes amounts and days in English", async () => {
  await show(card(OVERDUE), { locale: "en" });
  expect(screen.getByText("¥1,234.56")).toBeTruthy();
  expect(screen.getByText("earliest due Dec 3, 2026")).toBeTruthy();
});

it("names what it knows in English, and leaves the rest as it came", async () => {
  await show(card(OVERDUE, { ...FROZEN, kind: "of_tomorrow" }), { locale: "en" });
  expect(screen.getByText("A bill is overdue")).toBeTruthy();
  expect(screen.getByText("账户被冻结")).toBeTruthy();
});

it("offers no second look from before the newest step", async () => {
  await show(card(OVERDUE), { past: true });
  expect(screen.queryByRole("button")).toBeNull();
});
