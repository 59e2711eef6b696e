import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { FrameBridge, pinnedHost, type FrameListener } from "./frame";
import { wrap, type ToFrame } from "./messages";

const SHOP = "https://shop.example";
let heard: unknown[];
let told: { message: unknown; origin: string }[];
let parent: Window;
let here: Window;
let bridge: FrameBridge;

beforeEach(() => {
  heard = [];
  told = [];
  parent = { postMessage: (message: unknown, origin: string) => told.push({ message, origin }) } as unknown as Window;
  here = Object.assign(new EventTarget(), { parent }) as unknown as Window;
  const hear = (name: string) => (detail?: unknown) => heard.push([name, detail]);
  const listener: FrameListener = { shown: hear("shown"), hidden: hear("hidden"), ask: hear("ask"), recheck: hear("recheck"), logout: hear("logout"), init: hear("init") };
  bridge = new FrameBridge(SHOP, listener, here, 30);
});

afterEach(() => {
  bridge.close();
  vi.useRealTimers();
});

function arrives(data: unknown, { origin = SHOP, source = parent }: { origin?: string; source?: unknown } = {}): void {
  here.dispatchEvent(Object.assign(new Event("message"), { data, origin, source }));
}

const says = (message: ToFrame) => arrives(wrap(message));

it("hears what the host's page says", () => {
  says({ type: "shown" });
  says({ type: "ask", question: "怎么注销" });
  expect(heard).toEqual([
    ["shown", undefined],
    ["ask", "怎么注销"],
  ]);
});

it.each([
  ["another origin", { origin: "https://evil.example" }],
  ["a look-alike origin", { origin: "https://shop.example.evil.example" }],
  ["another frame of the same page", { source: {} }],
])("does not hear %s", (_, from) => {
  arrives(wrap({ type: "logout" }), from);
  expect(heard).toEqual([]);
});

it.each([null, "logout", { type: "logout" }, { from: "other", type: "logout" }, { from: "xiaohu" }, 7])("does not hear %o, which is not ours", (data) => {
  arrives(data);
  expect(heard).toEqual([]);
});

it("hears nothing in what a later version may say", () => {
  arrives({ from: "xiaohu", type: "constructor" });
  arrives({ from: "xiaohu", type: "dance" });
  expect(heard).toEqual([]);
});

it("speaks to the pinned origin only", () => {
  bridge.tell({ type: "close" });
  expect(told).toEqual([{ message: { from: "xiaohu", type: "close" }, origin: SHOP }]);
});

it("asks for a token and takes the answer to that question", async () => {
  const [first, second] = [bridge.token(), bridge.token()];
  says({ type: "token", id: 2, token: null });
  says({ type: "token", id: 1, token: "jwt" });
  expect(await Promise.all([first, second])).toEqual(["jwt", null]);
});

it("is told when the host has no token to give", async () => {
  const asked = bridge.token();
  says({ type: "no-token", id: 1 });
  await expect(asked).rejects.toThrow("failed to give");
});

it("does not wait for ever for a token", async () => {
  await expect(bridge.token()).rejects.toThrow("gave no token");
});

it("is not disturbed by a token that nobody asked for, or a second answer", async () => {
  says({ type: "token", id: 9, token: "stray" });
  const asked = bridge.token();
  says({ type: "token", id: 1, token: "right" });
  says({ type: "token", id: 1, token: "late" });
  expect(await asked).toBe("right");
});

it.each([
  ["#host=https%3A%2F%2Fshop.example", SHOP],
  ["#host=http%3A%2F%2F127.0.0.1%3A9000", "http://127.0.0.1:9000"],
  ["", null],
  ["#host=", null],
  ["#host=*", null],
  ["#host=https%3A%2F%2Fshop.example%2Fpath", null],
  ["#host=javascript%3Aalert(1)", null],
])("pins the host named by %o", (hash, origin) => {
  expect(pinnedHost({ parent, location: { hash } } as unknown as Window)).toBe(origin);
});

it("stands alone when it is no frame, whatever its address says", () => {
  const alone = { location: { hash: "#host=https%3A%2F%2Fshop.example" } } as { parent?: unknown };
  alone.parent = alone;
  expect(pinnedHost(alone as unknown as Window)).toBeNull();
});
