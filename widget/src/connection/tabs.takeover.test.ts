import { expect, it } from "vitest";
import { Tabs, type TabsMeans } from "./tabs";

interface Held {
  take(): void;
  lose(): void;
}

/** The browser's locks as far as they are used here: one holder, a line, and stealing, which rejects the holder. */
function browserLocks(): NonNullable<TabsMeans["locks"]> {
  let holder: Held | null = null;
  const line: Held[] = [];
  const next = () => {
    holder = line.shift() ?? null;
    holder?.take();
  };
  const request = (_name: string, options: LockOptions, work: () => Promise<unknown>) =>
    new Promise((resolve, reject) => {
      const held: Held = {
        // Granted later, never within the request itself.
        take: () =>
          queueMicrotask(() => {
            void work().then((value) => {
              resolve(value);
              if (holder === held) next();
            });
          }),
        lose: () => reject(new DOMException("stolen", "AbortError")),
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
  ["one that joined once", 1],
  ["one that joined twice", 2],
])("goes on leading when a tab takes the stream over from itself: %s", async (_, joins) => {
  const happened: string[] = [];
  const channel = () => ({ addEventListener: () => undefined, postMessage: () => undefined, close: () => undefined }) as unknown as BroadcastChannel;
  const listener = { heard: () => undefined, lead: () => void happened.push("lead"), follow: () => void happened.push("follow") };
  const tabs = new Tabs("one", listener, { locks: browserLocks(), channel });
  for (let join = 0; join < joins; join += 1) tabs.join();
  tabs.claim();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(tabs.leads).toBe(true);
  expect(happened.at(-1)).toBe("lead");
  tabs.close();
});
