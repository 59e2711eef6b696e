import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { show } from "../../../tests/cards";

const CARD = { kind: "answer", topic: "faq_credit", source: "征信业管理条例", effective: "2013-03-15" } as const;

it("says where the answer comes from and since when it holds", async () => {
  await show(CARD);
  expect(screen.getByText(/依据：征信业管理条例/).textContent).toBe("依据：征信业管理条例 · 这个回答 2013年3月15日起适用");
});

it("leaves out a date that there is not", async () => {
  await show({ ...CARD, effective: null });
  expect(screen.getByText(/依据/).textContent).toBe("依据：征信业管理条例");
});

it("tells whether this very message helped", async () => {
  const { asked } = await show(CARD, { message: { id: "m7" } });
  await userEvent.click(screen.getByRole("button", { name: "没帮助" }));
  await userEvent.click(screen.getByRole("button", { name: "不是我问的" }));
  expect(asked).toEqual([
    ["feedback", "m7", false, undefined],
    ["feedback", "m7", false, "不是我问的"],
  ]);
});
