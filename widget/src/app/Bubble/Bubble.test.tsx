import { act, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { Bubble } from "./Bubble";

afterEach(() => vi.useRealTimers());

function show() {
  vi.useFakeTimers();
  const copied: string[] = [];
  render(<Bubble speaker="bot" text="编号 BYJ1" copy={(text) => copied.push(text)} />);
  const bubble = screen.getByText("编号 BYJ1");
  const wait = (milliseconds: number) => act(() => void vi.advanceTimersByTime(milliseconds));
  return { copied, bubble, wait };
}

const finger = { pointerType: "touch", clientX: 10, clientY: 10 };

it("copies on a long press", () => {
  const { copied, bubble, wait } = show();
  fireEvent.pointerDown(bubble, finger);
  wait(600);
  expect(copied).toEqual(["编号 BYJ1"]);
});

it.each(["pointerUp", "pointerCancel", "pointerLeave"] as const)("copies nothing when a finger is lifted early (%s)", (name) => {
  const { copied, bubble, wait } = show();
  fireEvent.pointerDown(bubble, finger);
  wait(300);
  fireEvent[name](bubble, finger);
  wait(600);
  expect(copied).toEqual([]);
});

it("copies nothing while a finger scrolls", () => {
  const { copied, bubble, wait } = show();
  // jsdom's pointer events carry no place; a mouse event of that name does.
  const at = (name: string, clientY: number) => fireEvent(bubble, Object.assign(new MouseEvent(name, { bubbles: true, clientX: 10, clientY }), { pointerType: "touch" }));
  at("pointerdown", 10);
  at("pointermove", 60);
  wait(600);
  expect(copied).toEqual([]);
});

it("leaves selecting to the mouse, and has a button for it", () => {
  const { copied, bubble, wait } = show();
  fireEvent(bubble, Object.assign(new MouseEvent("pointerdown", { bubbles: true }), { pointerType: "mouse" }));
  wait(600);
  expect(copied).toEqual([]);
  fireEvent.click(screen.getByRole("button", { name: "复制" }));
  expect(copied).toEqual(["编号 BYJ1"]);
});
