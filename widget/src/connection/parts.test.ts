// @vitest-environment node
import { afterEach, expect, it, vi } from "vitest";
import { forbidden, memory } from "../../tests/browser";
import type { Message } from "../contract/message";
import { Backoff } from "./backoff";
import { ServerClock } from "./clock";
import { Store } from "./store";
import { Transcript } from "./transcript";
import { Unread } from "./unread";
import { uuid } from "./uuid";

afterEach(() => vi.useRealTimers());

const message = (seq: number, role: Message["role"] = "bot"): Message => ({ seq, id: `m${seq}`, role, type: "text", text: String(seq), buttons: [], card: null, created_at: "2026-11-23T02:00:00Z" });

it("waits 1, 2, 4 seconds and so on, and never longer than half a minute", () => {
  const backoff = new Backoff(1000, 30_000, () => 1);
  expect(Array.from({ length: 8 }, () => backoff.next())).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
});

it("spreads the attempts of many customers over half of the step", () => {
  const [early, late] = [0, 1].map((random) => new Backoff(1000, 30_000, () => random).next());
  expect([early, late]).toEqual([500, 1000]);
});

it("begins with a second again after a success, and stays finite for ever", () => {
  const backoff = new Backoff(1000, 30_000, () => 1);
  for (let attempt = 0; attempt < 5000; attempt += 1) expect(backoff.next()).toBeLessThanOrEqual(30_000);
  backoff.reset();
  expect(backoff.next()).toBe(1000);
});

it.each([-3_600_000, 0, 3_600_000])("knows the server's time on a machine that is %d ms off", (wrong) => {
  vi.useFakeTimers({ now: Date.parse("2026-11-23T10:00:00Z") + wrong });
  let monotonic = 5000;
  const clock = new ServerClock(() => monotonic);
  clock.learn("Mon, 23 Nov 2026 10:00:00 GMT");
  monotonic += 2000;
  expect(new Date(clock.now()).toISOString()).toBe("2026-11-23T10:00:02.000Z");
});

it.each([null, "", "yesterday"])("keeps to what it knows when an answer says it is %o", (date) => {
  const clock = new ServerClock(() => 0);
  const before = clock.now();
  clock.learn(date);
  expect(clock.now()).toBe(before);
});

it("remembers in the page what the browser does not keep", () => {
  const store = new Store(forbidden, "x.");
  store.set("name", "value");
  expect(store.get("name")).toBe("value");
  store.clear();
  expect(store.get("name")).toBeNull();
});

it("goes on in the page when storage is full or taken away", () => {
  const area = memory();
  const store = new Store(() => area, "x.");
  store.set("name", "old");
  area.setItem = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  store.set("name", "new");
  expect(store.get("name")).toBe("new");
  area.getItem = () => forbidden().getItem("");
  expect(store.get("other")).toBeNull();
});

it("forgets everything of its own, and nothing of others", () => {
  const area = memory();
  area.setItem("other", "stays");
  const store = new Store(() => area, "x.");
  for (const name of ["a", "b", "c"]) store.set(name, name);
  store.clear();
  expect([area.length, area.getItem("other")]).toEqual([1, "stays"]);
});

it("keeps messages in order and each once, however they arrive", () => {
  const transcript = new Transcript();
  expect(transcript.add([message(3), message(1)])).toHaveLength(2);
  expect(transcript.add([message(1), message(2), message(3)]).map(({ seq }) => seq)).toEqual([2]);
  expect(transcript.messages.map(({ seq }) => seq)).toEqual([1, 2, 3]);
});

it("takes in nothing that is no message", () => {
  const broken = [{ ...message(1), seq: "1" }, { ...message(1), seq: 0 }, { ...message(1), text: null }, { ...message(1), buttons: null }];
  expect(new Transcript().add(broken as unknown as Message[])).toEqual([]);
});

it("knows up to where nothing is missing, however messages arrive", () => {
  const transcript = new Transcript();
  transcript.begin([message(4), message(5)]);
  expect([transcript.complete, transcript.hasHole]).toEqual([5, false]);
  transcript.add([message(7), message(8)]);
  expect([transcript.complete, transcript.last, transcript.hasHole]).toEqual([5, 8, true]);
  transcript.add([message(2), message(3)]);
  expect(transcript.complete).toBe(5);
  transcript.add([message(6)]);
  expect([transcript.complete, transcript.hasHole]).toEqual([8, false]);
});

it("finds the hole between the first page and what was told of while it was read", () => {
  const transcript = new Transcript();
  transcript.add([message(9)]);
  expect(transcript.hasHole).toBe(false); // nobody knows yet
  transcript.begin([message(6), message(7)]);
  expect([transcript.complete, transcript.hasHole]).toEqual([7, true]);
});

it("misses the beginning where the conversation was empty a moment ago", () => {
  const transcript = new Transcript();
  transcript.begin([]);
  transcript.add([message(2)]);
  expect([transcript.complete, transcript.hasHole]).toEqual([0, true]);
});

it("counts what others said and nobody has seen", () => {
  const unread = new Unread(new Store(memory, "x."), () => undefined);
  unread.begin(2);
  expect(unread.count([message(1), message(2), message(3), message(4, "user"), message(5, "agent")])).toBe(2);
});

it("tells the other tabs how far was read, once", () => {
  const told: number[] = [];
  const unread = new Unread(new Store(memory, "x."), (seq) => told.push(seq));
  for (const seq of [3, 3, 2]) unread.see(seq);
  expect(told).toEqual([3]);
});

it("makes ids that the gateway takes", () => {
  const ids = new Set(Array.from({ length: 200 }, uuid));
  expect(ids.size).toBe(200);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
