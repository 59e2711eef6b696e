import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { translator } from "../../strings";
import { Feedback } from "./Feedback";

type Told = [boolean, string?];

function asked(isKept = true) {
  const told: Told[] = [];
  const send = (...what: Told) => Promise.resolve(told.push(what) > 0 && isKept);
  render(<Feedback t={translator("zh-CN")} send={send} />);
  return told;
}

it("keeps a yes and thanks for it", async () => {
  const told = asked();
  await userEvent.click(screen.getByRole("button", { name: "有帮助" }));
  expect(told).toEqual([[true, undefined]]);
  expect(screen.queryByRole("button")).toBeNull();
  // What was pressed is gone: the focus is on the thanks, so that a screen reader says them.
  expect(document.activeElement).toBe(screen.getByRole("group", { name: "谢谢您的反馈。" }));
});

it("keeps a no at once, then asks why", async () => {
  const told = asked();
  await userEvent.click(screen.getByRole("button", { name: "没帮助" }));
  expect(told).toEqual([[false, undefined]]);
  await userEvent.click(screen.getByRole("button", { name: "没看懂" }));
  expect(told[1]).toEqual([false, "没看懂"]);
  expect(screen.getByRole("group", { name: "谢谢您的反馈。" })).toBeTruthy();
});

it("lets the reason be", async () => {
  const told = asked();
  await userEvent.click(screen.getByRole("button", { name: "没帮助" }));
  await userEvent.click(screen.getByRole("button", { name: "不说了" }));
  expect(told).toHaveLength(1);
  expect(screen.queryByRole("button")).toBeNull();
});

it("stays open when it was not kept", async () => {
  asked(false);
  await userEvent.click(screen.getByRole("button", { name: "有帮助" }));
  expect(screen.getByRole("button", { name: "有帮助" })).toBeTruthy();
});

it("asks nothing that was answered before", () => {
  const { rerender } = render(<Feedback t={translator("zh-CN")} send={() => Promise.resolve(true)} told />);
  expect(screen.getByRole("group", { name: "谢谢您的反馈。" })).toBeTruthy();
  expect(screen.queryByRole("button")).toBeNull();
  rerender(<Feedback t={translator("zh-CN")} send={() => Promise.resolve(true)} />);
  expect(screen.getByRole("button", { name: "有帮助" })).toBeTruthy();
});

it("still asks why when the no is known by the time it is kept", async () => {
  const says = (told: boolean) => <Feedback t={translator("zh-CN")} told={told} send={() => Promise.resolve(true)} />;
  const { rerender } = render(says(false));
  await userEvent.click(screen.getByRole("button", { name: "没帮助" }));
  rerender(says(true));
  expect(screen.getByRole("button", { name: "没看懂" })).toBeTruthy();
});
