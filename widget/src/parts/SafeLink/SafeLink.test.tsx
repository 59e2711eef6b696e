import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { SafeLink } from "./SafeLink";

it("opens an https address in a window that learns nothing of ours", () => {
  render(<SafeLink href="https://shop.example/repay">去处理</SafeLink>);
  const link = screen.getByRole("link", { name: "去处理" });
  expect(link.getAttribute("href")).toBe("https://shop.example/repay");
  expect(link.getAttribute("target")).toBe("_blank");
  expect(link.getAttribute("rel")).toBe("noopener noreferrer");
});

it.each([
  "http://shop.example/repay",
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)//https://shop.example",
  "data:text/html,x",
  "//shop.example",
  "/repay",
  "https://user:secret@shop.example/",
  " ",
  "",
  null,
  undefined,
])("does not offer %j", (href) => {
  render(<SafeLink href={href}>去处理</SafeLink>);
  expect(screen.queryByRole("link")).toBeNull();
});
