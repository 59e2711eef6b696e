import { screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { show } from "../../../tests/cards";

it("lists the steps in their order", async () => {
  await show({ kind: "steps", items: ["登录您的账号。", "还清全部借款。"] });
  const steps = within(screen.getByRole("group", { name: "注销步骤" })).getAllByRole("listitem");
  expect(steps.map((step) => step.textContent)).toEqual(["登录您的账号。", "还清全部借款。"]);
});

it("has an English title for an English window", async () => {
  await show({ kind: "steps", items: ["登录您的账号。"] }, { locale: "en" });
  expect(screen.getByRole("group", { name: "How to close" })).toBeTruthy();
});

it("shows markup in a step as it stands", async () => {
  await show({ kind: "steps", items: ["<b>粗</b>"] });
  expect(screen.getByRole("listitem").textContent).toBe("<b>粗</b>");
  expect(document.querySelector("b")).toBeNull();
});
