import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { NOW, show } from "../../../tests/cards";

const CARD = { kind: "confirmation", expires_at: "2026-11-23T02:10:00+00:00" } as const;

it("counts down to when the last word must be given", async () => {
  await show(CARD);
  expect(screen.getByText("请在 10:10 前确认，过时要重新验证")).toBeTruthy();
  expect(screen.getByRole("timer").textContent).toBe("还剩 10 分钟");
});

it("says that the time is over, and why it matters", async () => {
  await show(CARD, { now: () => NOW + 3_600_000 });
  expect(screen.getByRole("status").textContent).toContain("要重新验证一次");
});

it("does not count for what has been answered", async () => {
  const { rerender } = await show(CARD, { latest: false });
  expect(screen.queryByRole("timer")).toBeNull();
  rerender({ now: () => NOW + 3_600_000 });
  expect(screen.queryByRole("status")).toBeNull();
});
