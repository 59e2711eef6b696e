import { expect, it, vi } from "vitest";
import { BASE, badge, frame, introduced, launcher, listening, load, openShop, panel, says, shop, tick } from "../../tests/hostPage";
import { begin } from "./begin";
import type { Xiaohu } from "./xiaohu";

openShop();

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
  expect(begin(shop.script)).toBeNull();
  expect((window as { Xiaohu?: unknown }).Xiaohu).toBe(first);
  expect(document.querySelectorAll("#xiaohu-widget")).toHaveLength(1);
});

it("says what is wrong with a call that there is not", () => {
  load([["explode"], 7, [null]]);
  expect(shop.warned).toHaveLength(3);
  expect(shop.warned[0]).toContain("There is no call explode; there are init, open, close, on, logout");
});

it("says that it needs the address of its script", () => {
  shop.script.removeAttribute("src");
  expect(begin(shop.script)).toBeNull();
  expect(begin(null)).toBeNull();
  expect(shop.warned).toHaveLength(2);
});

it("hides the link that stands in where scripts are blocked", () => {
  const link = document.createElement("a");
  link.dataset.xiaohuFallback = "";
  document.body.append(link);
  load();
  expect(link.hidden).toBe(true);
});

it("gives the window a token when it asks, and to nobody else", async () => {
  const xiaohu = load();
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
  const xiaohu = load();
  xiaohu.init({ getToken: () => given });
  xiaohu.open();
  const told = listening();
  says({ type: "need-token", id: 1 });
  await tick();
  expect(told.find(({ type }) => type === "token")).toMatchObject({ token });
});

it.each([() => Promise.reject(new Error("500")), () => { throw new Error("broken"); }])("says so when the host fails to give a token", async (getToken) => {
  const xiaohu = load();
  xiaohu.init({ getToken });
  xiaohu.open();
  const told = listening();
  says({ type: "need-token", id: 1 });
  await tick();
  expect(told.find(({ type }) => type === "no-token")).toMatchObject({ id: 1 });
  expect(shop.warned[0]).toContain("getToken failed");
});

it("tells the page what happens, and goes on when the page fails at it", () => {
  const xiaohu = load();
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
  const xiaohu = load();
  xiaohu.open();
  const told = listening();
  let asked = 0;
  xiaohu.on("login", () => (asked += 1));
  expect(introduced(told).map(({ hasLogin }) => hasLogin)).toEqual([false, true]);
  says({ type: "login" });
  expect(asked).toBe(1);
});

it("asks the window to look again who is there after another init", () => {
  const xiaohu = load();
  xiaohu.open();
  const told = listening();
  xiaohu.init({ getToken: () => "jwt" });
  expect(introduced(told).map(({ hasTokens }) => hasTokens)).toEqual([false, true]);
  expect(told[told.length - 1]?.type).toBe("recheck");
});

it("forgets everything at log-out, and opens for a stranger after it", async () => {
  const xiaohu = load();
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
  const xiaohu = load();
  xiaohu.logout();
  const told = listening();
  await tick();
  expect(told.map(({ type }) => type)).toContain("logout");
});

it("lets go of a window that does not say that it has forgotten", () => {
  vi.useFakeTimers();
  const xiaohu = load();
  xiaohu.open();
  listening();
  xiaohu.logout();
  vi.advanceTimersByTime(6000);
  expect(frame()).toBeNull();
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

it.each([
  [{ position: { bottom: -5, inset: "8" } }, "--bottom", "20px"],
  [{ theme: { accent: "red; background: url(x)" } }, "--accent", "#b93a08"],
  [{ position: "middle" }, "--side", "20px"],
])("keeps to its own look when the page asks for %o", (options, name, value) => {
  const xiaohu = load();
  xiaohu.init(options as never);
  expect(launcher().parentElement!.style.getPropertyValue(name)).toBe(value);
});

it("passes on what the page may choose, and nothing odd", () => {
  const xiaohu = load();
  xiaohu.init({ greeting: "  ", suggestions: ["怎么注销", "怎么注销", "", 7, "x".repeat(300), "a", "b", "c", "d", "e", "f"] as string[], theme: "blue" as never });
  xiaohu.open();
  expect(introduced(listening())[0]).toEqual({ theme: { mode: "auto", accent: null, elder: null }, greeting: null, suggestions: ["怎么注销", "a", "b", "c", "d", "e"], hasTokens: false, hasLogin: false });
});

it("asks nothing when there is nothing to ask", async () => {
  const xiaohu = load();
  xiaohu.open({ question: "   " });
  const told = listening();
  await tick();
  expect(told.map(({ type }) => type)).not.toContain("ask");
});
