import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { show } from "../../../tests/cards";

const CARD = { kind: "choices", items: ["注销备用金", "转人工客服"] } as const;

it("leaves the choices to the message's buttons", async () => {
  await show({ ...CARD, items: [...CARD.items] }, { message: { buttons: [{ id: "b1", title: "注销备用金" }] } });
  expect(screen.queryByText("转人工客服")).toBeNull();
});

it("lists them where there are no buttons", async () => {
  await show({ ...CARD, items: [...CARD.items] });
  expect(screen.getAllByRole("listitem").map((item) => item.textContent)).toEqual(CARD.items);
});

it("shows nothing strange for what is no text", async () => {
  await show({ kind: "choices", items: [{ id: 1 }, null] });
  expect(screen.queryByRole("listitem")).toBeNull();
});
