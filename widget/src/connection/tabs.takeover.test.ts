import { expect, it } from "vitest";
import { Tabs, type TabsMeans } from "./tabs";

interface Held {
  take(): void;
  lose(): void;
}

/**
 * The browser's locks as far as they are used here: one holder, a line, and stealing, which rejects the holder:
 * browsers differ in whether it hears of that before the thief has begun, or `lag` milliseconds later.
 */
function browserLocks(lag: number): NonNullable<TabsMeans["locks"]> {
  let holder: Held | null = null;
  const line: Held[] = [];
  const next = () => {
    holder = line.shift() ?? null;
    holder?.take();
  };
  const request = (_name: string, options: LockOptions, work: () => Promise<unknown>) =>
    new Promise((resolve, reject) => {
      let isStolen = false;
      const held: Held = {
        // Granted later, never within the request itself.
        take: () =>
          queueMicrotask(() => {
            void work().then((value) => {
              if (!isStolen) resolve(value);
              if (holder === held) next();
            });
          }),
        lose: () => {
          isStolen = true;
          setTimeout(() => reject(new DOMException("stolen", "AbortError")), lag);
        },
      };
      if (options.steal) {
        holder?.lose();
        line.unshift(held);
        next();
      } else {
        line.push(held);
        if (!holder) next();
      }
    });
  return { request: request as LockManager["request"] };
}

it.each([
  [1, 0],
  [1, 5],
  [2, 0],
  [2, 5],
])("goes on leading when it takes the stream over from itself (joined %d times, told after %d ms)", async (joins, lag) => {
  const happened: string[] = [];
  const channel = () => ({ addEventListener: () => undefined, postMessage: () => undefined, close: () => undefined }) as unknown as BroadcastChannel;
  const listener = { heard: () => undefined, lead: () => void happened.push("lead"), follow: () => void happened.push("follow") };
  const tabs = new Tabs("one", listener, { locks: browserLocks(lag), channel });
  for (let join = 0; join < joins; join += 1) tabs.join();
  tabs.claim();
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(tabs.leads).toBe(true);
  expect(happened.at(-1)).toBe("lead");
  tabs.close();
});

it("leads by itself where the browser gives out no locks, as it does in a frame whose storage is blocked", async () => {
  const happened: string[] = [];
  let asked = 0;
  const refused = (() => {
    asked += 1;
    return Promise.reject(new DOMException("denied in this context", "SecurityError"));
  }) as LockManager["request"];
  const channel = () => ({ addEventListener: () => undefined, postMessage: () => undefined, close: () => undefined }) as unknown as BroadcastChannel;
  const listener = { heard: () => undefined, lead: () => void happened.push("lead"), follow: () => void happened.push("follow") };
  const tabs = new Tabs("one", listener, { locks: { request: refused }, channel });
  tabs.join();
  await new Promise((resolve) => setTimeout(resolve, 20));
  tabs.claim();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect([tabs.leads, asked, happened]).toEqual([true, 1, ["lead"]]);
  tabs.close();
});

it("stands in line once, however often it loses the stream", async () => {
  let waiting = 0;
  const locks = browserLocks(0);
  const counted = ((name: string, options: LockOptions, work: () => Promise<unknown>) => {
    if (!options.steal) waiting += 1;
    return locks.request(name, options, work);
  }) as LockManager["request"];
  const channel = () => ({ addEventListener: () => undefined, postMessage: () => undefined, close: () => undefined }) as unknown as BroadcastChannel;
  const listener = { heard: () => undefined, lead: () => undefined, follow: () => undefined };
  const [one, other] = [new Tabs("same", listener, { locks: { request: counted }, channel }), new Tabs("same", listener, { locks, channel })];
  one.join();
  for (let round = 0; round < 3; round += 1) {
    other.claim();
    await new Promise((resolve) => setTimeout(resolve, 5));
    one.claim();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect([waiting, one.leads, other.leads]).toEqual([2, true, false]);
  one.close();
  other.close();
});

it("waits for nobody whom it cannot hear", async () => {
  const led: string[] = [];
  const channel = (): BroadcastChannel => {
    throw new DOMException("denied", "SecurityError");
  };
  const locks = browserLocks(0);
  const tabs = ["one", "other"].map((name) => new Tabs("same", { heard: () => undefined, lead: () => void led.push(name), follow: () => undefined }, { locks, channel }));
  for (const tab of tabs) tab.join();
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(led).toEqual(["one", "other"]);
  for (const tab of tabs) tab.close();
});
