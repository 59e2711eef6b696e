import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { show } from "../../../tests/cards";
import type { CardOf, Stage } from "../types";

const at = (minute: number) => `2026-11-23T02:${String(minute).padStart(2, "0")}:00+00:00`;
const card = (stage: Stage, ...before: Stage[]): CardOf<"status"> => ({
  kind: "status",
  number: ["consenting", "verifying", "confirming"].includes(stage) ? null : "BYJ2026112300000197",
  stage,
  timeline: [...before, stage].map((one, index) => ({ stage: one, at: at(index) })),
});
const WAY: Stage[] = ["consenting", "verifying", "confirming"];
const steps = () => screen.getAllByRole("listitem").map((step) => step.textContent);

it("tells what has happened, what is to come and by when", async () => {
  const text = "申请编号 BYJ2026112300000197。\n申请正在审核，预计 2026年12月1日 前有结果。";
  await show(card("submitted", ...WAY), { message: { text } });
  expect(steps()).toEqual([
    "开始办理11月23日 10:00",
    "同意后果11月23日 10:01",
    "验证身份11月23日 10:02",
    "提交申请11月23日 10:03",
    "审核预计 2026年12月1日前",
    "执行注销还没到",
  ]);
  expect(screen.getByRole("group", { name: "审核中" })).toBeTruthy();
});

it("names no day that nobody has named", async () => {
  await show(card("submitted", ...WAY), { message: { text: "申请正在审核。" } });
  expect(steps()).toContain("审核还没到");
});

it("takes a day in a rejection's reason for no promise", async () => {
  await show(card("rejected", ...WAY, "submitted"), { message: { text: "没有通过，原因：“2026年12月1日有新账单”。" } });
  expect(steps()).toHaveLength(5);
  expect(screen.getByRole("group", { name: "未通过" }).dataset.tone).toBe("bad");
});

it.each<[Stage, string, number]>([
  ["consenting", "待您确认后果", 6],
  ["verifying", "待验证身份", 6],
  ["confirming", "待您最后确认", 6],
  ["approved", "审核通过，正在注销", 6],
  ["closed", "已注销", 6],
  ["withdrawn", "已撤回", 5],
  ["abandoned", "已停止", 2],
])("has a title and a way for %s", async (stage, title, count) => {
  const before: Record<string, Stage[]> = {
    consenting: [],
    verifying: ["consenting"],
    confirming: ["consenting", "verifying"],
    approved: [...WAY, "submitted"],
    closed: [...WAY, "submitted", "approved"],
    withdrawn: [...WAY, "submitted"],
    abandoned: ["consenting"],
  };
  await show(card(stage, ...(before[stage] ?? [])));
  expect(screen.getByRole("group", { name: title })).toBeTruthy();
  expect(steps()).toHaveLength(count);
});

it("tells a second verification from the first", async () => {
  await show(card("verifying", "consenting", "verifying", "confirming"));
  expect(steps()[3]).toBe("验证过了时间，重新验证11月23日 10:03");
});

it("has no number to copy before there is one", async () => {
  await show(card("consenting"));
  expect(screen.queryByRole("button")).toBeNull();
});

it("copies the number", async () => {
  const { asked } = await show(card("closed", ...WAY));
  await userEvent.click(screen.getByRole("button", { name: "复制申请编号" }));
  expect(asked).toEqual([["copy", "BYJ2026112300000197"]]);
});

it("shows only the next step in elder mode", async () => {
  await show(card("consenting"), { elder: true });
  expect(steps()).toEqual(["开始办理11月23日 10:00", "同意后果还没到"]);
});
