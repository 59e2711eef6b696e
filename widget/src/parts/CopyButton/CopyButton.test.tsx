import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { translator } from "../../strings";
import { CopyButton } from "./CopyButton";

const t = translator("zh-CN");

it("copies and says so", async () => {
  const copied: string[] = [];
  const copy = (text: string) => Promise.resolve(copied.push(text) > 0);
  render(<CopyButton text="BYJ1" label="复制申请编号" t={t} copy={copy} />);
  await userEvent.click(screen.getByRole("button", { name: "复制申请编号" }));
  expect(copied).toEqual(["BYJ1"]);
  expect(screen.getByRole("button").textContent).toBe("已复制");
});

it("does not claim what the browser did not let it do", async () => {
  render(<CopyButton text="BYJ1" label="复制申请编号" t={t} copy={() => Promise.resolve(false)} />);
  await userEvent.click(screen.getByRole("button"));
  expect(screen.getByRole("button").textContent).toBe("复制");
});

it("offers to copy again after a while", async () => {
  vi.useFakeTimers();
  render(<CopyButton text="BYJ1" label="复制申请编号" t={t} copy={() => Promise.resolve(true)} />);
  screen.getByRole("button").click();
  await act(() => vi.advanceTimersByTimeAsync(1));
  expect(screen.getByRole("button").textContent).toBe("已复制");
  await act(() => vi.advanceTimersByTimeAsync(3000));
  expect(screen.getByRole("button").textContent).toBe("复制");
  vi.useRealTimers();
});
