import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { show } from "../../../tests/cards";

const CARD = { kind: "consequences", version: "2026-11", items: ["额度清零。", "以后要重新申请。"] } as const;

it("shows every consequence and the version that a yes is given to", async () => {
  await show({ ...CARD, items: [...CARD.items] });
  expect(screen.getByRole("group", { name: "注销的后果" }).textContent).toContain("额度清零。以后要重新申请。");
  expect(screen.getByText("版本 2026-11。您的同意只针对这一版。")).toBeTruthy();
});

it("leaves nothing out in elder mode: it is what one consents to", async () => {
  await show({ ...CARD, items: [...CARD.items] }, { elder: true });
  expect(screen.getAllByRole("listitem")).toHaveLength(2);
  expect(screen.getByText(/2026-11/)).toBeTruthy();
});
