import { render, screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { Timeline } from "./Timeline";

const STEPS = [
  { title: "提交申请", at: "2026-11-23T02:00:00Z" },
  { title: "审核通过", at: "2026-11-24T02:00:00Z" },
  { title: "执行注销", at: null, note: "还没到" },
];

it("tells what has happened when, and marks where it stands", () => {
  render(<Timeline label="办理进度" steps={STEPS} locale="zh-CN" />);
  const steps = within(screen.getByRole("list", { name: "办理进度" })).getAllByRole("listitem");
  expect(steps.map((step) => step.textContent)).toEqual(["提交申请11月23日 10:00", "审核通过11月24日 10:00", "执行注销还没到"]);
  expect(steps.map((step) => step.getAttribute("aria-current"))).toEqual([null, "step", null]);
});

it("marks nothing when nothing has happened", () => {
  render(<Timeline label="办理进度" steps={STEPS.slice(2)} locale="zh-CN" />);
  expect(screen.getByRole("listitem").getAttribute("aria-current")).toBeNull();
});
