import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { show } from "../../../tests/cards";

const star = (name: string) => screen.getByRole("radio", { name });

it("sends the stars and the words, once", async () => {
  const { asked } = await show({ kind: "rating" });
  await userEvent.click(star("4 星，满意"));
  await userEvent.type(screen.getByLabelText("想说的话（可不填）"), " 很快 ");
  await userEvent.click(screen.getByRole("button", { name: "提交评价" }));
  expect(asked).toEqual([
    ["rate", 4, "很快"],
    ["toast", "您打了 4 星，谢谢。"],
  ]);
  expect(screen.queryByRole("radio")).toBeNull();
  expect(document.activeElement?.textContent).toBe("您打了 4 星，谢谢。");
});

it("is one group of radio buttons, so that the arrows move between the stars", async () => {
  await show({ kind: "rating" });
  const names = screen.getAllByRole("radio").map((radio) => radio.getAttribute("name"));
  expect(new Set(names).size).toBe(1);
  expect(screen.getAllByRole("group", { name: "给这次服务打个分" }).map((group) => group.tagName)).toContain("FIELDSET");
});

it("sends nothing before a star is chosen", async () => {
  await show({ kind: "rating" });
  expect(screen.queryByRole("button")).toBeNull();
});

it("sends no comment where none was written", async () => {
  const { asked } = await show({ kind: "rating" });
  await userEvent.click(star("1 星，很不满意"));
  await userEvent.type(screen.getByRole("textbox"), "   ");
  await userEvent.click(screen.getByRole("button"));
  expect(asked[0]).toEqual(["rate", 1, undefined]);
});

it("keeps what was written when it could not be sent", async () => {
  const { asked } = await show({ kind: "rating" }, { kept: false });
  await userEvent.click(star("5 星，很满意"));
  await userEvent.type(screen.getByRole("textbox"), "好");
  await userEvent.click(screen.getByRole("button"));
  expect(screen.getByRole<HTMLTextAreaElement>("textbox").value).toBe("好");
  await userEvent.click(screen.getByRole("button"));
  expect(asked).toHaveLength(2);
});

it("does not ask twice", async () => {
  await show({ kind: "rating" }, { rated: true });
  expect(screen.queryByRole("radio")).toBeNull();
  expect(screen.getByText("您已经评过分，谢谢。")).toBeTruthy();
});

it("asks for stars only in elder mode", async () => {
  await show({ kind: "rating" }, { elder: true });
  await userEvent.click(star("5 星，很满意"));
  expect(screen.queryByRole("textbox")).toBeNull();
  expect(screen.getByRole("button", { name: "提交评价" })).toBeTruthy();
});
