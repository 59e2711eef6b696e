import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { seriousFindings } from "../../tests/a11y";
import { translator } from "../strings";
import { LINGER, PATIENCE } from "./usePage";
import { VerificationSheet } from "./VerificationSheet";

const URL_OF_PAGE = "https://chat.example/verify/token-of-a-link?method=sms";
let opener: HTMLButtonElement;
let happened: string[];

function sheet(changes: { url?: string; locale?: "zh-CN" | "en" } = {}) {
  const { url = URL_OF_PAGE, locale = "zh-CN" } = changes;
  return (
    <VerificationSheet
      url={url}
      opener={opener}
      t={translator(locale)}
      locale={locale}
      theme="dark"
      elder
      onClose={() => happened.push("closed")}
      onStatus={(status) => happened.push(status)}
    />
  );
}

const frame = () => document.querySelector("iframe");

interface From {
  origin?: string;
  source?: MessageEventSource | null;
}

/** What a page says; by default the page in the sheet's frame. */
function report(data: unknown, { origin = location.origin, source = frame()?.contentWindow ?? null }: From = {}) {
  act(() => void window.dispatchEvent(new MessageEvent("message", { data, origin, source })));
}
const says = (status: string) => report({ type: "xiaohu:verification", status });

beforeEach(() => {
  happened = [];
  opener = document.body.appendChild(document.createElement("button"));
  opener.focus();
});
afterEach(() => opener.remove());

it("is a dialog with a title, and nothing behind it can be reached", async () => {
  const { unmount, baseElement } = render(sheet());
  expect(screen.getByRole("dialog", { name: "验证身份" }).getAttribute("aria-modal")).toBe("true");
  expect(opener.hasAttribute("inert")).toBe(true);
  expect(screen.getByRole("button", { name: "关闭" })).toBe(document.activeElement);
  expect(await seriousFindings(baseElement)).toEqual([]);
  unmount();
  expect(opener.hasAttribute("inert")).toBe(false);
  expect(document.activeElement).toBe(opener);
});

it("does not fetch the focus back to what has gone", () => {
  const { unmount } = render(sheet());
  opener.remove();
  unmount();
  expect(document.activeElement).toBe(document.body);
});

it("opens the page on our own origin in a sandbox, whatever host the card names", () => {
  render(sheet());
  expect(frame()?.getAttribute("src")).toBe("/verify/token-of-a-link?method=sms");
  expect(frame()?.getAttribute("sandbox")).toBe("allow-scripts allow-forms allow-same-origin");
  expect(frame()?.getAttribute("referrerpolicy")).toBe("no-referrer");
});

it.each(["javascript:alert(1)", "data:text/html,x", "/elsewhere", "https://shop.example/verify/../evil/x", "http://", ""])("opens nothing for %j", (url) => {
  render(sheet({ url }));
  expect(frame()).toBeNull();
  expect(screen.getByRole("alert").textContent).toContain("没有打开");
  expect(screen.queryByRole("link")).toBeNull();
});

it("says that it is loading until the page is there", () => {
  render(sheet());
  expect(screen.getByRole("status").textContent).toBe("正在打开验证页…");
  says("ready");
  expect(screen.queryByRole("status")).toBeNull();
});

it("dresses the page as the chat looks, and tells it to our own origin only", () => {
  render(sheet());
  const told: unknown[][] = [];
  vi.spyOn(frame()!.contentWindow!, "postMessage").mockImplementation((...what: unknown[]) => void told.push(what));
  says("ready");
  expect(told).toEqual([[{ type: "xiaohu:appearance", theme: "dark", elder: true, locale: "zh-CN", accent: null }, location.origin]]);
});

it("gives up after a while, and can try again", async () => {
  vi.useFakeTimers();
  render(sheet());
  act(() => void vi.advanceTimersByTime(PATIENCE));
  vi.useRealTimers();
  expect(screen.getByRole("alert").textContent).toBe("验证页没有打开，请检查网络后再试。");
  expect(screen.getByRole("link", { name: "新窗口打开" }).getAttribute("rel")).toBe("noopener noreferrer");
  await userEvent.click(screen.getByRole("button", { name: "再试一次" }));
  expect(frame()).toBeTruthy();
  says("ready");
  expect(screen.queryByRole("alert")).toBeNull();
});

it("takes a browser's page about a missing network for no page", () => {
  render(sheet());
  act(() => void frame()?.dispatchEvent(new Event("load")));
  expect(screen.getByRole("alert").textContent).toContain("没有打开");
});

it("closes a moment after it passed, and lets the conversation go on", () => {
  vi.useFakeTimers();
  render(sheet());
  says("passed");
  expect(happened).toEqual(["passed"]);
  act(() => void vi.advanceTimersByTime(LINGER));
  vi.useRealTimers();
  expect(happened).toEqual(["passed", "closed"]);
});

it.each(["failed", "expired", "locked"])("stays open to be read when it ends as %s", (status) => {
  vi.useFakeTimers();
  render(sheet());
  says(status);
  act(() => void vi.advanceTimersByTime(10 * LINGER));
  vi.useRealTimers();
  expect(happened).toEqual([status]);
});

it("closes when the customer is done with the page", () => {
  render(sheet());
  says("done");
  expect(happened).toEqual(["closed"]);
});

it("offers a window of its own for what cannot happen in a frame", () => {
  render(sheet());
  says("ready");
  expect(screen.queryByRole("link")).toBeNull();
  says("outside");
  expect(screen.getByRole("link", { name: "新窗口打开" }).getAttribute("href")).toBe("/verify/token-of-a-link?method=sms");
});

it.each([
  ["another origin", { type: "xiaohu:verification", status: "passed" }, { origin: "https://evil.example" }],
  ["another window", { type: "xiaohu:verification", status: "passed" }, { source: window }],
  ["nobody", { type: "xiaohu:verification", status: "passed" }, { source: null }],
])("believes no report from %s", (_, data, from) => {
  render(sheet());
  report(data, from);
  expect(happened).toEqual([]);
  expect(screen.getByRole("status")).toBeTruthy();
});

it.each([null, "passed", 3, {}, { status: "passed" }, { type: "xiaohu:verification", status: "rich" }, { type: "xiaohu:verification" }])(
  "makes nothing of %j",
  (data) => {
    render(sheet());
    report(data);
    expect(happened).toEqual([]);
  },
);

it("closes by its button and by Esc", async () => {
  render(sheet());
  await userEvent.click(screen.getByRole("button", { name: "关闭" }));
  await userEvent.keyboard("{Escape}");
  expect(happened).toEqual(["closed", "closed"]);
});

it("keeps the focus inside", async () => {
  render(sheet());
  const close = screen.getByRole("button", { name: "关闭" });
  await userEvent.tab({ shift: true });
  expect(document.activeElement).toBe(close);
  for (const sentinel of document.querySelectorAll<HTMLElement>("[data-sentinel]")) {
    sentinel.focus();
    expect(document.activeElement).toBe(close);
  }
});

it("speaks English", () => {
  render(sheet({ locale: "en" }));
  expect(screen.getByRole("dialog", { name: "Verify your identity" })).toBeTruthy();
  expect(screen.getByRole("button", { name: "Close" })).toBeTruthy();
});
