import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { translator } from "../../strings";
import { Countdown } from "./Countdown";
import { useTimeLeft } from "./useTimeLeft";

const START = Date.parse("2026-11-23T02:00:00Z");
const t = translator("zh-CN");

function Ticking({ until, ahead = 0 }: { until: string; ahead?: number }) {
  const left = useTimeLeft(until, () => Date.now() + ahead);
  return left === 0 ? <p>过了</p> : <Countdown left={left} t={t} />;
}

beforeEach(() => {
  vi.useFakeTimers({ now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

it("counts minutes, then seconds, then ends", () => {
  render(<Ticking until="2026-11-23T02:10:00Z" />);
  expect(screen.getByRole("timer").textContent).toBe("还剩 10 分钟");
  act(() => void vi.advanceTimersByTime(9 * 60_000));
  expect(screen.getByRole("timer").textContent).toBe("还剩 60 秒");
  act(() => void vi.advanceTimersByTime(59_000));
  expect(screen.getByRole("timer").textContent).toBe("还剩 1 秒");
  act(() => void vi.advanceTimersByTime(1000));
  expect(screen.getByText("过了")).toBeTruthy();
  expect(vi.getTimerCount()).toBe(0);
});

it("does not begin with a minute more than there is, by a clock that is told in whole seconds", () => {
  render(<Ticking until="2026-11-23T02:10:00Z" ahead={-1999} />);
  expect(screen.getByRole("timer").textContent).toBe("还剩 10 分钟");
});

it("counts on the server's clock when the phone's is an hour slow", () => {
  render(<Ticking until="2026-11-23T03:05:00Z" ahead={60 * 60_000} />);
  expect(screen.getByRole("timer").textContent).toBe("还剩 5 分钟");
});

it("says nothing about a time that cannot be read", () => {
  render(<Ticking until="later" />);
  expect(screen.queryByRole("timer")).toBeNull();
  expect(screen.queryByText("过了")).toBeNull();
});
