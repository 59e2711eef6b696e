import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { Amount } from "./Amount";

it("shows yuan, and keeps the exact figure for machines", () => {
  render(<Amount fen={123456} locale="zh-CN" />);
  expect(screen.getByText("¥1,234.56").getAttribute("value")).toBe("1234.56");
});
