import { expect, it, vi } from "vitest";
import { BASE, badge, focused, frame, introduced, launcher, leave, listening, load, openShop, panel, says, shop } from "../../tests/hostPage";
import { screenIs } from "../../tests/media";

openShop();

it("draws a button that says what it does, and loads nothing yet", () => {
  load();
  expect(launcher().getAttribute("aria-label")).toBe("打开客服");
  expect(launcher().getAttribute("aria-expanded")).toBe("false");
  expect(frame()).toBeNull();
});

it("opens the window on first use, for this page and this shop", () => {
  load();
  launcher().click();
  expect(launcher().getAttribute("aria-expanded")).toBe("true");
  const address = new URL(frame()!.src);
  expect(address.origin + address.pathname).toBe(`${BASE}/widget/`);
  expect([address.searchParams.get("site"), address.searchParams.get("locale")]).toEqual(["shop", "zh-CN"]);
  expect(address.hash).toBe(`#host=${encodeURIComponent(location.origin)}`);
  expect(frame()!.title).toBe("在线客服");
});

it("keeps the window when it is closed and opened again", () => {
  load();
  launcher().click();
  const first = frame();
  launcher().click();
  expect([panel().hidden, launcher().getAttribute("aria-expanded")]).toEqual([true, "false"]);
  launcher().click();
  expect(frame()).toBe(first);
});

it("closes when the window asks for it, and takes the focus back", () => {
  load();
  launcher().click();
  const told = listening();
  says({ type: "close" });
  expect(panel().hidden).toBe(true);
  expect(focused()).toBe(launcher());
  expect(told.map(({ type }) => type)).toContain("hidden");
});

it("shows how much is unread, up to 99+, and says it", () => {
  load();
  launcher().click();
  listening();
  launcher().click();
  says({ type: "unread", count: 3 });
  expect([badge().textContent, badge().hidden, launcher().getAttribute("aria-label")]).toEqual(["3", false, "打开客服，3 条未读"]);
  says({ type: "unread", count: 120 });
  expect(badge().textContent).toBe("99+");
  says({ type: "unread", count: 0 });
  expect([badge().hidden, launcher().getAttribute("aria-label")]).toEqual([true, "打开客服"]);
});

it("hints at new messages in the title while nobody looks at the page", () => {
  document.title = "我的商城";
  load();
  launcher().click();
  listening();
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  says({ type: "unread", count: 2 });
  expect(document.title).toBe("（2 条新消息）我的商城");
  says({ type: "unread", count: 3 });
  expect(document.title).toBe("（3 条新消息）我的商城");
  hidden.mockReturnValue(false);
  document.dispatchEvent(new Event("visibilitychange"));
  expect(document.title).toBe("我的商城");
});

it("introduces itself again to a window that was loaded again", () => {
  const xiaohu = load();
  xiaohu.open();
  const told = listening();
  says({ type: "ready" });
  expect(introduced(told)).toHaveLength(2);
});

it("counts what came in since when the chat was used before", () => {
  load().open();
  leave();
  load().init();
  expect([frame() !== null, panel().hidden]).toEqual([true, true]);
});

it("opens by itself where the shop wants it, until the customer has closed it", () => {
  screenIs("min-width: 640px");
  const xiaohu = load([["init", { auto_open: true }]]);
  expect(panel().hidden).toBe(false);
  xiaohu.close();
  leave();
  load([["init", { auto_open: true }]]);
  expect(panel().hidden).toBe(true);
});

it("never covers a phone's whole screen by itself", () => {
  load([["init", { auto_open: true }]]);
  expect(panel().hidden).toBe(true);
});

it("offers a page of its own when a policy blocks the frame, and says what the policy lacks", () => {
  load();
  launcher().click();
  document.dispatchEvent(Object.assign(new Event("securitypolicyviolation"), { blockedURI: `${BASE}/widget/`, effectiveDirective: "frame-src" }));
  const link = panel().querySelector("a")!;
  expect([link.textContent, link.href, link.rel]).toEqual(["在新页面打开客服", `${BASE}/widget/?locale=zh-CN`, "noopener"]);
  expect(shop.warned[0]).toContain(`frame-src ${BASE}`);
  expect(frame()).toBeNull();
  panel().querySelector<HTMLButtonElement>("button")!.click();
  launcher().click();
  expect([panel().hidden, frame()]).toEqual([false, null]);
});

it.each([
  ["https://other.example", "frame-src"],
  [`${BASE}.evil.example/`, "frame-src"],
  [`${BASE}/widget.js`, "connect-src"],
])("does not take for its own that %s was blocked by %s", (blockedURI, effectiveDirective) => {
  load();
  launcher().click();
  document.dispatchEvent(Object.assign(new Event("securitypolicyviolation"), { blockedURI, effectiveDirective }));
  expect(frame()).not.toBeNull();
});

it("offers the same when the window never answers", () => {
  vi.useFakeTimers();
  load();
  launcher().click();
  vi.advanceTimersByTime(16_000);
  expect(panel().querySelector("[role=alert]")!.textContent).toContain("请换到新页面继续");
});

it("speaks English where the page asks for it", () => {
  shop.script.dataset.locale = "en-US";
  load();
  expect(launcher().getAttribute("aria-label")).toBe("Open the chat");
  launcher().click();
  expect(new URL(frame()!.src).searchParams.get("locale")).toBe("en");
});

it("stands where the shop wants it, in the shop's colour, with letters that can be read on it", () => {
  const xiaohu = load();
  xiaohu.init({ position: { side: "left", bottom: 90, inset: 8 }, theme: { mode: "light", accent: "#ffe000" } });
  expect([launcher().classList.contains("left"), launcher().classList.contains("right")]).toEqual([true, false]);
  const style = launcher().parentElement!.style;
  expect(["--bottom", "--side", "--accent", "--accent-text"].map((name) => style.getPropertyValue(name))).toEqual(["90px", "8px", "#ffe000", "#1d2129"]);
});
