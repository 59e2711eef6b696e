import { render } from "@testing-library/react";
import { expect, it } from "vitest";
import { Linked } from "./Linked";

function linksIn(text: string) {
  const { container } = render(<Linked text={text} />);
  expect(container.textContent).toBe(text);
  return Array.from(container.querySelectorAll("a"));
}

it.each([
  ["请看 https://shop.example/repay 。", ["https://shop.example/repay"]],
  ["（https://shop.example/a?b=1&c=2），再试", ["https://shop.example/a?b=1&c=2"]],
  ["See https://shop.example.", ["https://shop.example"]],
  ["https://a.example 和 https://b.example/x", ["https://a.example", "https://b.example/x"]],
])("makes links of the https addresses in %o", (text, addresses) => {
  const links = linksIn(text);
  expect(links.map((link) => link.getAttribute("href"))).toEqual(addresses);
  expect(new Set(links.map(({ rel, target }) => `${rel} ${target}`))).toEqual(new Set(["noopener noreferrer _blank"]));
});

it("shortens what would fill lines, and keeps the place it leads to", () => {
  const address = "https://www.gov.example/zwgk/2013-01/29/content_2322231.htm";
  const { container } = render(<Linked text={`全文：${address}。`} />);
  expect(container.textContent).toBe("全文：www.gov.example/…。");
  const link = container.querySelector("a");
  expect([link?.getAttribute("href"), link?.title]).toEqual([address, address]);
});

it("does not hide behind a long name where it leads", () => {
  const { container } = render(<Linked text="https://shop.example.evil-and-very-long-name.example/login" />);
  expect(container.textContent).toBe("shop.example.evil-and-very-long-name.example/…");
});

it.each(["http://shop.example", "javascript:alert(1)", "https://", "data:text/html,x", "https://shop.example@evil.example/", "//shop.example", "没有地址"])("makes no link of %o", (text) => {
  expect(linksIn(text)).toEqual([]);
});

it.each(["<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "&lt;b&gt;", "**粗**"])("shows %o as it is written", (text) => {
  const { container } = render(<Linked text={text} />);
  expect([container.textContent, container.children.length]).toEqual([text, 0]);
});
