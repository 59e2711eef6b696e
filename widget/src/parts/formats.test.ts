import { expect, it } from "vitest";
import { clock, day, moment, money } from "./formats";

it.each([
  [0, "¥0.00"],
  [1, "¥0.01"],
  [123456, "¥1,234.56"],
  [-50, "-¥0.50"],
  [100_000_000_00, "¥100,000,000.00"],
])("writes %d fen as %s in both languages", (fen, expected) => {
  expect(money(fen, "zh-CN")).toBe(expected);
  expect(money(fen, "en")).toBe(expected);
});

it("means a plain date to be that day in Shanghai", () => {
  expect(day("2026-12-10", "zh-CN")).toBe("2026年12月10日");
  expect(day("2026-12-10", "en")).toBe("Dec 10, 2026");
});

it("writes moments in Shanghai's time", () => {
  expect(clock("2026-11-23T16:05:00+00:00", "zh-CN")).toBe("00:05");
  expect(moment("2026-11-23T16:05:00+00:00", "zh-CN")).toBe("11月24日 00:05");
  expect(moment("2026-11-23T16:05:00+00:00", "en")).toBe("Nov 24 00:05");
});

it("shows what is no date as it came", () => {
  expect(day("soon", "zh-CN")).toBe("soon");
  expect(clock("", "en")).toBe("");
});
