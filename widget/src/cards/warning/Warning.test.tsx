import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { show } from "../../../tests/cards";

const text = "请先停一下，这很像诈骗。\n可拨打反诈专线 96110 核实。";

it("says the whole warning at once", async () => {
  await show({ kind: "warning", level: "high" }, { message: { text } });
  expect(screen.getByRole("alert").textContent).toContain("请先停一下，这很像诈骗。可拨打反诈专线 96110 核实。");
});

it("is not read out again when an old conversation is opened", async () => {
  await show({ kind: "warning", level: "high" }, { message: { text }, latest: false });
  expect(screen.queryByRole("alert")).toBeNull();
  expect(screen.getByRole("group").textContent).toContain("96110");
});

it.each([
  ["medium", "请注意安全"],
  ["of tomorrow", "请注意安全"],
  ["high", "请先停一下"],
])("has words for the level %s", async (level, title) => {
  await show({ kind: "warning", level }, { message: { text: "密码已经遮住。" } });
  expect(screen.getByRole("alert", { name: title })).toBeTruthy();
});

it("says in English what it is about, before the sentence in Chinese", async () => {
  await show({ kind: "warning", level: "high" }, { message: { text }, locale: "en" });
  expect(screen.getByRole("alert").textContent).toMatch(/^Please stop for a momentThis may be a fraud\..*请先停一下，这很像诈骗。/);
});
