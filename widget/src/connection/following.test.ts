// @vitest-environment node
import { expect, it } from "vitest";
import { forbidden } from "../../tests/browser";
import { Browser, gateway, talking, texts, until } from "../../tests/talking";

const EVENTS = "GET /api/v1/events";

it("shows what comes by itself", async () => {
  const { chat, server } = await talking();
  server.say("c1", "您的申请已通过");
  await until(() => expect(texts(chat)).toEqual(["您的申请已通过"]));
});

it("goes on after the last message it knows when the stream ends", async () => {
  const { chat, server } = await talking();
  server.say("c1", "一");
  await until(() => expect(texts(chat)).toEqual(["一"]));
  server.hangUp("c1");
  server.say("c1", "二");
  await until(() => expect(texts(chat)).toEqual(["一", "二"]));
  const resumed = server.sent("GET", "/api/v1/events");
  expect(resumed[resumed.length - 1]?.headers["last-event-id"]).toBe("1");
});

it("loses nothing and shows nothing twice wherever the stream is cut", async () => {
  const { chat, server } = await talking({ firstPause: 1 });
  const expected: string[] = [];
  for (let bytes = 0; bytes < 240; bytes += 1) {
    server.next(EVENTS, { cutAfter: bytes });
    server.hangUp("c1");
    expected.push(server.say("c1", `消息${bytes}`).text);
    await until(() => expect(chat.state.messages.length).toBe(expected.length));
  }
  expect(texts(chat)).toEqual(expected);
}, 60_000);

it("is not put off by garbled events", async () => {
  const { chat, server } = await talking();
  server.next(EVENTS, { status: 200, body: "event: message\ndata: {broken\n\n", headers: { "Content-Type": "text/event-stream" } });
  server.hangUp("c1");
  server.say("c1", "之后");
  await until(() => expect(texts(chat)).toEqual(["之后"]));
});

it.each([500, 503, 404])("tries again after %d, and says that it is not connected meanwhile", async (status) => {
  const { chat, server } = await talking();
  const seen: boolean[] = [];
  chat.subscribe(() => seen.push(chat.state.connected));
  server.next(EVENTS, { status }, { status });
  server.hangUp("c1");
  await until(() => expect(seen).toContain(false));
  await until(() => expect(chat.state).toMatchObject({ connected: true, trouble: null }));
});

it("renews the token for the stream too", async () => {
  const { chat, server, browser } = await talking();
  browser.given.forEach((token) => server.refuse(token));
  server.hangUp("c1");
  server.say("c1", "新令牌");
  await until(() => expect(texts(chat)).toEqual(["新令牌"]));
});

it("reads the newest page first, and earlier ones as the customer scrolls up", async () => {
  const server = await gateway();
  for (let count = 1; count <= 230; count += 1) server.say("c1", String(count));
  const chat = await new Browser(server).talk();
  expect([texts(chat)[0], texts(chat).length, chat.state.hasEarlier]).toEqual(["131", 100, true]);
  await chat.loadEarlier();
  await Promise.all([chat.loadEarlier(), chat.loadEarlier()]); // a finger that scrolls asks often
  expect([texts(chat)[0], texts(chat).length]).toEqual(["31", 200]);
  await chat.loadEarlier();
  expect([texts(chat)[0], texts(chat).length, chat.state.hasEarlier]).toEqual(["1", 230, false]);
});

it("can go on scrolling up after an earlier page failed", async () => {
  const server = await gateway();
  for (let count = 1; count <= 120; count += 1) server.say("c1", String(count));
  const chat = await new Browser(server).talk();
  server.next("GET /api/v1/messages", { status: 503 });
  await expect(chat.loadEarlier()).rejects.toMatchObject({ kind: "server" });
  expect(chat.state.loadingEarlier).toBe(false);
  await chat.loadEarlier();
  expect(texts(chat).length).toBe(120);
});

it.each([{ status: 503 }, { status: 429, body: { retry_after: 0.05 } }, { lost: "before" as const }])("opens in the end when the first page fails with %o", async (mishap) => {
  const server = await gateway();
  server.say("c1", "在这里");
  server.next("GET /api/v1/messages", mishap, mishap);
  const chat = new Browser(server).open();
  await chat.start();
  await until(() => expect(chat.state).toMatchObject({ phase: "ready", trouble: null, connected: true }));
  expect(texts(chat)).toEqual(["在这里"]);
});

it("counts what nobody has seen, and stops counting when somebody looks", async () => {
  const { chat, server } = await talking();
  server.say("c1", "一");
  server.say("c1", "二");
  await until(() => expect(chat.state.unread).toBe(2));
  chat.setVisible(true);
  expect(chat.state.unread).toBe(0);
  server.say("c1", "三");
  await until(() => expect(texts(chat)).toHaveLength(3));
  expect(chat.state.unread).toBe(0);
});

it("remembers after a reload what was read, and counts what came since", async () => {
  const { chat, server, browser } = await talking();
  server.say("c1", "看过");
  await until(() => expect(texts(chat)).toHaveLength(1));
  chat.setVisible(true);
  chat.close();
  server.say("c1", "没看过");
  expect((await browser.talk()).state.unread).toBe(1);
});

it("counts nothing of what was said before this browser was first used", async () => {
  const server = await gateway();
  server.say("c1", "早先");
  expect((await new Browser(server).talk()).state.unread).toBe(0);
});

it("reads what came between when only an answer of its own has come through", async () => {
  const { chat, server } = await talking();
  server.next("GET /api/v1/events", { status: 429, body: { retry_after: 60 } });
  server.hangUp("c1");
  await until(() => expect(chat.state.connected).toBe(false));
  server.say("c1", "审核有结果了");
  server.next("GET /api/v1/messages", { status: 503 }, { lost: "before" });
  chat.say("在吗");
  await until(() => expect(texts(chat)).toEqual(["审核有结果了", "在吗", "听到：在吗"]));
});

it("reads a long hole page by page", async () => {
  const { chat, server } = await talking();
  server.next("GET /api/v1/events", { status: 429, body: { retry_after: 60 } });
  server.hangUp("c1");
  await until(() => expect(chat.state.connected).toBe(false));
  for (let count = 1; count <= 430; count += 1) server.say("c1", String(count));
  chat.say("在吗");
  await until(() => expect(texts(chat)).toHaveLength(432));
  expect(server.sent("GET", "/api/v1/messages")).toHaveLength(4);
});

it("asks the stream for what is missing, not for what comes after it", async () => {
  const { chat, server } = await talking();
  server.next("GET /api/v1/events", { status: 503 });
  server.next("GET /api/v1/messages", ...Array.from({ length: 50 }, () => ({ status: 503 })));
  server.hangUp("c1");
  server.say("c1", "漏掉的");
  chat.say("在吗");
  await until(() => expect(texts(chat)).toEqual(["漏掉的", "在吗", "听到：在吗"]));
});

it("works without any storage", async () => {
  const { chat, server } = await talking({ local: forbidden, tab: forbidden });
  chat.say("能用吗");
  await until(() => expect(texts(chat)).toContain("听到：能用吗"));
  server.say("c1", "能");
  await until(() => expect(chat.state.unread).toBeGreaterThan(0));
});

it.each([-3_600_000, 3_600_000])("works on a machine whose clock is %d ms off", async (skew) => {
  const server = await gateway();
  server.clockSkew = skew;
  const chat = await new Browser(server).talk();
  chat.say("几点了");
  await until(() => expect(texts(chat)).toContain("听到：几点了"));
  expect(Math.abs(chat.clock.now() - (Date.now() + skew))).toBeLessThan(3000);
});

it("keeps a rating, also after a reload", async () => {
  const { chat, server, browser } = await talking();
  await chat.rate(5, "很快");
  expect(server.sent("POST", "/api/v1/rating")[0]?.body).toEqual({ score: 5, comment: "很快" });
  const { ratedAt } = chat.state.opinions;
  expect(Math.abs((ratedAt ?? 0) - Date.now())).toBeLessThan(10_000);
  expect((await browser.talk()).state.opinions.ratedAt).toBe(ratedAt);
});

it("keeps which answers were judged, also after a reload", async () => {
  const { chat, browser } = await talking();
  await chat.feedback("m2", true);
  await chat.feedback("m4", false, "没看懂");
  await chat.feedback("m4", false);
  expect([...(await browser.talk()).state.opinions.judged]).toEqual(["m2", "m4"]);
});

it.each(["", "{", "7", "null", '["m1", 7, null]'])("goes on when what was kept of them is %o", async (kept) => {
  const { chat, browser } = await talking();
  await chat.feedback("m1", true);
  const key = Array.from({ length: browser.local.length }, (_, index) => browser.local.key(index) ?? "").find((one) => one.endsWith("judged"));
  browser.local.setItem(key ?? "", kept);
  const again = await browser.talk();
  expect([...again.state.opinions.judged].every((id) => id === "m1")).toBe(true);
});

it("says when a rating or an opinion was not kept", async () => {
  const { chat, server } = await talking();
  server.next("POST /api/v1/rating", { status: 503 });
  await expect(chat.rate(1)).rejects.toMatchObject({ kind: "server" });
  expect(chat.state.opinions.ratedAt).toBeNull();
  server.next("POST /api/v1/messages/m1/feedback", { status: 404 });
  await expect(chat.feedback("m1", false, "答非所问")).rejects.toMatchObject({ kind: "refused" });
  expect(chat.state.opinions.judged.size).toBe(0);
});
