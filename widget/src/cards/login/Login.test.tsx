import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { show } from "../../../tests/cards";

it("asks the host page to log in", async () => {
  const { asked } = await show({ kind: "login" });
  await userEvent.click(screen.getByRole("button", { name: "去登录" }));
  expect(asked).toEqual([["login"]]);
});

it("asks for no name and no password itself", async () => {
  await show({ kind: "login" });
  expect(document.querySelector("input")).toBeNull();
});

it("says less in elder mode, and keeps the way on", async () => {
  await show({ kind: "login" }, { elder: true });
  expect(screen.queryByText(/登录后才能/)).toBeNull();
  expect(screen.getByRole("button", { name: "去登录" })).toBeTruthy();
});
