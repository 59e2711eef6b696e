import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { show } from "../../../tests/cards";
import type { CardFields } from "../types";

it("tells the place in the queue", async () => {
  await show({ kind: "handoff", state: "pending", position: 3 });
  expect(screen.getByRole("group", { name: "正在为您转人工" }).textContent).toContain("您排在第 3 位");
});

it("tells no place that is not known", async () => {
  await show({ kind: "handoff", state: "pending", position: null });
  expect(screen.queryByText(/您排在/)).toBeNull();
});

it.each<[CardFields["handoff"]["state"], string]>([
  ["claimed", "人工客服已接入"],
  ["resolved", "人工服务已结束"],
  ["open", "智能客服"],
])("says when it is %s, with no queue left", async (state, title) => {
  await show({ kind: "handoff", state, position: 3 });
  expect(screen.getByRole("group", { name: title }).textContent).toBe(title);
});
