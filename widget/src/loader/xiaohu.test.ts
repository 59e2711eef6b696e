import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { screenIs } from "../../tests/media";
import { wrap, type FrameOptions, type ToHost } from "../bridge/messages";
import { begin } from "./begin";
import { Xiaohu } from "./xiaohu";

const BASE = "https://kefu.example";
let warned: string[];
let script: HTMLScriptElement;
let xiaohu: Xiaohu;

interface Said {
  type: string;
  [fact: string]: unknown;
}

beforeEach(() => {
  warned = [];
  vi.spyOn(console, "warn").mockImplementation((text: string) => void warned.push(text));
  script = document.createElement("script");
  script.src = `${BASE}/widget.js`;
  script.dataset.site = "shop";
});

afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
  document.title = "";
  localStorage.clear();
  sessionStorage.clear();
  delete (window as { Xiaohu?: unknown }).Xiaohu;
});

function load(before?: unknown): Xiaohu {
  if (before !== undefined) (window as { Xiaohu?: unknown }).Xiaohu = before;
  const made = begin(script);
  if (!made) throw new Error("it did not begin");
  xiaohu = made;
  return made;
}

const root = () => document.querySelector("#xiaohu-widget")!.shadowRoot!;
const launcher = () => root().querySelector<HTMLButtonElement>(".launcher")!;
const badge = () => root().querySelector<HTMLElement>(".badge")!;
const panel = () => root().querySelector<HTMLElement>(".panel")!;
const frame = () => root().querySelector("iframe");

/** What the frame was told, as soon as it listens. */
function listening(): Said[] {
  const told: Said[] = [];
  // jsdom opens no window in a frame below a shadow root.
  const contentWindow = { postMessage: (message: Said, origin: string) => told.push({ ...message, origin }) };
  Object.defineProperty(frame(), "contentWindow", { value: contentWindow, configurable: true });
  says({ type: "ready" });
  return told;
}

function says(message: ToHost, { origin = BASE, source = frame()?.contentWindow as unknown } = {}): void {
  window.dispatchEvent(Object.assign(new Event("message"), { data: wrap(message), origin, source }));
}

const introduced = (told: Said[]) => told.filter(({ type }) => type === "init").map(({ options }) => options as FrameOptions);
const tick = () => new Promise((resolve) => setTimeout(resolve, 0));

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
  expect(root().activeElement).toBe(launcher());
  expect(told.map(({ type }) => type)).toContain("hidden");
});

it.each([
  ["an array", [["init", { greeting: "欢迎" }], ["open", { question: "怎么注销" }]]],
  ["an object with q", { q: [["init", { greeting: "欢迎" }], ["open", { question: "怎么注销" }]] }],
])("answers what was queued in %s before it was loaded", async (_, queue) => {
  load(queue);
  const told = listening();
  await tick();
  expect(introduced(told)[0]?.greeting).toBe("欢迎");
  expect(told.map(({ type }) => type)).toEqual(["init", "shown", "ask"]);
  expect(told[2]?.question).toBe("怎么注销");
});

it("answers calls by name through a stand-in", () => {
  const stub = new Proxy({ q: [] as unknown[][] }, { get: (target, name) => (name === "q" ? target.q : (...given: unknown[]) => target.q.push([name, ...given])) });
  (stub as unknown as Xiaohu).open();
  load(stub);
  expect(panel().hidden).toBe(false);
});

it("is there once, however often the script is put in", () => {
  const first = load();
  expect(begin(script)).toBeNull();
  expect((window as { Xiaohu?: unknown }).Xiaohu).toBe(first);
  expect(document.querySelectorAll("#xiaohu-widget")).toHaveLength(1);
});

it("says what is wrong with a call that there is not", () => {
  load([["explode"], 7, [null]]);
  expect(warned).toHaveLength(3);
  expect(warned[0]).toContain("There is no call explode; there are init, open, close, on, logout");
});

it("says that it needs the address of its script", () => {
  script.removeAttribute("src");
  expect(begin(script)).toBeNull();
  expect(begin(null)).toBeNull();
  expect(warned).toHaveLength(2);
});

it("hides the link that stands in where scripts are blocked", () => {
  document.body.innerHTML = '<a data-xiaohu-fallback href="https://kefu.example/widget/">在线客服</a>';
  load();
  expect(document.querySelector<HTMLElement>("[data-xiaohu-fallback]")!.hidden).toBe(true);
});

it("gives the window a token when it asks, and to nobody else", async () => {
  load();
  xiaohu.init({ getToken: () => Promise.resolve("jwt") });
  xiaohu.open();
  const told = listening();
  says({ type: "need-token", id: 1 }, { origin: "https://evil.example" });
  says({ type: "need-token", id: 2 }, { source: window });
  says({ type: "need-token", id: 3 });
  await tick();
  expect(told.filter(({ type }) => type === "token")).toEqual([{ from: "xiaohu", type: "token", id: 3, token: "jwt", origin: BASE }]);
  expect(frame()!.src).not.toContain("jwt");
});

it.each([
  [{ token: "jwt" }, "jwt"],
  ["jwt", "jwt"],
  [null, null],
  [undefined, null],
  ["", null],
  [{}, null],
  [7, null],
])("takes %o from the host for the token %o", async (given, token) => {
  load();
  xiaohu.init({ getToken: () => given });
  xiaohu.open();
  const told = listening();
  says({ type: "need-token", id: 1 });
  await tick();
  expect(told.find(({ type }) => type === "token")).toMatchObject({ token });
});

it.each([() => Promise.reject(new Error("500")), () => { throw new Error("broken"); }])("says so when the host fails to give a token", async (getToken) => {
  load();
  xiaohu.init({ getToken });
  xiaohu.open();
  const told = listening();
  says({ type: "need-token", id: 1 });
  await tick();
  expect(told.find(({ type }) => type === "no-token")).toMatchObject({ id: 1 });
  expect(warned[0]).toContain("getToken failed");
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

it("tells the page what happens, and goes on when the page fails at it", () => {
  load();
  const heard: unknown[] = [];
  const complained = vi.spyOn(console, "error").mockImplementation(() => undefined);
  xiaohu.on("unread", () => {
    throw new Error("of the shop");
  });
  xiaohu.on("unread", (count) => heard.push(count));
  xiaohu.on("message", (message) => heard.push(message));
  const off = xiaohu.on("closed", () => heard.push("closed"));
  xiaohu.open();
  listening();
  says({ type: "unread", count: 1 });
  says({ type: "message", message: { seq: 4, role: "bot", created_at: "2026-11-23T02:00:00Z" } });
  xiaohu.close();
  off();
  xiaohu.open();
  xiaohu.close();
  expect(heard).toEqual([1, { seq: 4, role: "bot", created_at: "2026-11-23T02:00:00Z" }, "closed"]);
  expect(complained).toHaveBeenCalledOnce();
});

it("tells the window that a login is possible once the page listens for it", () => {
  load();
  xiaohu.open();
  const told = listening();
  let asked = 0;
  xiaohu.on("login", () => (asked += 1));
  expect(introduced(told).map(({ hasLogin }) => hasLogin)).toEqual([false, true]);
  says({ type: "login" });
  expect(asked).toBe(1);
});

it("asks the window to look again who is there after another init", () => {
  load();
  xiaohu.open();
  const told = listening();
  xiaohu.init({ getToken: () => "jwt" });
  expect(introduced(told).map(({ hasTokens }) => hasTokens)).toEqual([false, true]);
  expect(told[told.length - 1]?.type).toBe("recheck");
});

it("introduces itself again to a window that was loaded again", () => {
  load();
  xiaohu.open();
  const told = listening();
  says({ type: "ready" });
  expect(introduced(told)).toHaveLength(2);
});

it("forgets everything at log-out, and opens for a stranger after it", async () => {
  load();
  xiaohu.init({ getToken: () => "jwt" });
  xiaohu.open();
  const told = listening();
  says({ type: "unread", count: 2 });
  xiaohu.logout();
  expect([panel().hidden, badge().hidden, localStorage.length, sessionStorage.length]).toEqual([true, true, 0, 0]);
  expect(told[told.length - 1]?.type).toBe("logout");
  says({ type: "need-token", id: 9 });
  await tick();
  expect(told.some(({ token }) => token === "jwt")).toBe(false);
  says({ type: "forgotten" });
  expect(frame()).toBeNull();
  xiaohu.open();
  expect(introduced(listening())[0]?.hasTokens).toBe(false);
});

it("has the window forget what an earlier page has left behind", async () => {
  load();
  xiaohu.logout();
  const told = listening();
  await tick();
  expect(told.map(({ type }) => type)).toContain("logout");
});

it("lets go of a window that does not say that it has forgotten", () => {
  vi.useFakeTimers();
  load();
  xiaohu.open();
  listening();
  xiaohu.logout();
  vi.advanceTimersByTime(6000);
  expect(frame()).toBeNull();
});

it("counts what came in since when the chat was used before", () => {
  load();
  xiaohu.open();
  document.body.replaceChildren();
  delete (window as { Xiaohu?: unknown }).Xiaohu;
  load();
  xiaohu.init();
  expect([frame() !== null, panel().hidden]).toEqual([true, true]);
});

it("opens by itself where the shop wants it, until the customer has closed it", () => {
  screenIs("min-width: 640px");
  load([["init", { auto_open: true }]]);
  expect(panel().hidden).toBe(false);
  xiaohu.close();
  document.body.replaceChildren();
  delete (window as { Xiaohu?: unknown }).Xiaohu;
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
  expect(warned[0]).toContain(`frame-src ${BASE}`);
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

it("works where storage is forbidden", () => {
  vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("denied", "SecurityError");
  });
  vi.spyOn(Storage.prototype, "getItem").mockImplementation(() => {
    throw new DOMException("denied", "SecurityError");
  });
  load([["init"]]);
  launcher().click();
  launcher().click();
  expect(panel().hidden).toBe(true);
});

it("speaks English where the page asks for it", () => {
  script.dataset.locale = "en-US";
  load();
  expect(launcher().getAttribute("aria-label")).toBe("Open the chat");
  launcher().click();
  expect(new URL(frame()!.src).searchParams.get("locale")).toBe("en");
});

it("stands where the shop wants it, in the shop's colour, with letters that can be read on it", () => {
  load();
  xiaohu.init({ position: { side: "left", bottom: 90, inset: 8 }, theme: { mode: "light", accent: "#ffe000" } });
  expect([launcher().classList.contains("left"), launcher().classList.contains("right")]).toEqual([true, false]);
  const style = launcher().parentElement!.style;
  expect(["--bottom", "--side", "--accent", "--accent-text"].map((name) => style.getPropertyValue(name))).toEqual(["90px", "8px", "#ffe000", "#1d2129"]);
});

it.each([
  [{ position: { bottom: -5, inset: "8" } }, "--bottom", "20px"],
  [{ theme: { accent: "red; background: url(x)" } }, "--accent", "#b93a08"],
  [{ position: "middle" }, "--side", "20px"],
])("keeps to its own look when the page asks for %o", (options, name, value) => {
  load();
  xiaohu.init(options as never);
  expect(launcher().parentElement!.style.getPropertyValue(name)).toBe(value);
});

it("passes on what the page may choose, and nothing odd", () => {
  load();
  xiaohu.init({ greeting: "  ", suggestions: ["怎么注销", "怎么注销", "", 7, "x".repeat(300), "a", "b", "c", "d", "e", "f"] as string[], theme: "blue" as never });
  xiaohu.open();
  expect(introduced(listening())[0]).toEqual({ theme: { mode: "auto", accent: null }, greeting: null, suggestions: ["怎么注销", "a", "b", "c", "d", "e"], hasTokens: false, hasLogin: false });
});

it("asks nothing when there is nothing to ask", async () => {
  load();
  xiaohu.open({ question: "   " });
  const told = listening();
  await tick();
  expect(told.map(({ type }) => type)).not.toContain("ask");
});
