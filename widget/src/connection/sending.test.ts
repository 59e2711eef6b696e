// @vitest-environment node
import { expect, it } from "vitest";
import { memory } from "../../tests/browser";
import { Browser, gateway, talking, texts, until } from "../../tests/talking";

const TURN = "POST /api/v1/messages";
const idsSent = (calls: { body: Record<string, unknown> }[]) => new Set(calls.map(({ body }) => body.client_id)).size;

it("shows what was typed at once, and then as the gateway has it", async () => {
  const { chat } = await talking();
  chat.say("您好");
  expect(chat.state.outgoing).toMatchObject([{ text: "您好", state: "sending" }]);
  await until(() => expect(chat.state.outgoing).toEqual([]));
  expect(texts(chat)).toEqual(["您好", "听到：您好"]);
});

it("says things in the order they were typed", async () => {
  const { chat } = await talking();
  ["一", "二", "三"].forEach((text) => chat.say(text));
  await until(() => expect(texts(chat)).toEqual(["一", "听到：一", "二", "听到：二", "三", "听到：三"]));
});

it("presses a button by its id and shows its title", async () => {
  const { chat, server } = await talking();
  chat.press("b-1", "同意并继续");
  expect(chat.state.outgoing).toMatchObject([{ text: "同意并继续", button: "b-1" }]);
  await until(() => expect(chat.state.outgoing).toEqual([]));
  expect(server.sent("POST", "/api/v1/messages")[0]?.body).toMatchObject({ button: "b-1" });
});

it("renews a token that has run out, once, and loses no message", async () => {
  const { chat, server, browser } = await talking();
  browser.given.forEach((token) => server.refuse(token));
  const before = browser.given.length;
  chat.say("还在吗");
  await until(() => expect(texts(chat)).toContain("听到：还在吗"));
  expect(browser.given.length - before).toBe(1);
  expect(idsSent(server.sent("POST", "/api/v1/messages"))).toBe(1);
});

it("keeps the message when nobody is logged in any more, and sends it after the next login", async () => {
  const { chat, server, browser } = await talking();
  browser.given.forEach((token) => server.refuse(token));
  browser.customer = null;
  chat.say("请保留");
  await until(() => expect(chat.state.outgoing).toMatchObject([{ state: "failed", trouble: { kind: "signed-out" } }]));
  browser.customer = "c1";
  await chat.recheck();
  await until(() => expect(texts(chat)).toEqual(["请保留", "听到：请保留"]));
});

it("never says in another customer's name what the first one typed", async () => {
  const { chat, server, browser } = await talking();
  browser.given.forEach((token) => server.refuse(token));
  browser.customer = "c2";
  chat.say("只给第一个人");
  await until(() => expect(server.following("c2")).toBe(1));
  expect(server.of("c2").messages).toEqual([]);
  expect(chat.state).toMatchObject({ messages: [], outgoing: [] });
});

it.each([
  [413, "too-large"],
  [422, "refused"],
  [404, "refused"],
])("says that %d cannot be sent as it is", async (status, kind) => {
  const { chat, server } = await talking();
  server.next(TURN, { status });
  chat.say("太长了");
  await until(() => expect(chat.state.outgoing).toMatchObject([{ state: "failed", trouble: { kind, passes: false } }]));
});

it("lets go of a message that the customer takes back", async () => {
  const { chat, server } = await talking();
  server.next(TURN, { status: 422 });
  chat.say("算了");
  await until(() => expect(chat.state.outgoing[0]?.state).toBe("failed"));
  chat.discard(chat.state.outgoing[0]?.clientId ?? "");
  expect(chat.state.outgoing).toEqual([]);
});

it("waits as long as the gateway asks, and then sends by itself, in order", async () => {
  const { chat, server } = await talking();
  server.next(TURN, { status: 429, body: { retry_after: 0.2 } });
  chat.say("太快");
  chat.say("接着");
  await until(() => expect(chat.state.outgoing).toMatchObject([{ state: "waiting", trouble: { retryAfter: 0.2 } }, { state: "sending" }]));
  expect(server.sent("POST", "/api/v1/messages")).toHaveLength(1);
  await until(() => expect(texts(chat)).toEqual(["太快", "听到：太快", "接着", "听到：接着"]));
});

it.each([500, 502, 503])("offers another go after %d, under the same id", async (status) => {
  const { chat, server } = await talking();
  server.next(TURN, { status, body: "<html>oops" });
  chat.say("再来");
  await until(() => expect(chat.state.outgoing).toMatchObject([{ state: "failed", trouble: { kind: "server" } }]));
  chat.retry(chat.state.outgoing[0]?.clientId ?? "");
  await until(() => expect(texts(chat)).toEqual(["再来", "听到：再来"]));
  expect(idsSent(server.sent("POST", "/api/v1/messages"))).toBe(1);
});

it.each(["not json", "{}", '{"messages": 1}'])("takes an answer that says %s for a failure", async (body) => {
  const { chat, server } = await talking();
  server.next(TURN, { status: 200, body });
  chat.say("怪");
  await until(() => expect(chat.state.outgoing[0]?.state).toBe("failed"));
});

it("says it once when the answer was lost on the way back", async () => {
  const { chat, server } = await talking();
  server.next(TURN, { lost: "after" });
  chat.say("只说一次");
  await until(() => expect(chat.state.outgoing).toEqual([]));
  await until(() => expect(texts(chat)).toEqual(["只说一次", "听到：只说一次"]));
});

it("goes on by itself when the network is back", async () => {
  const { chat, server, browser } = await talking();
  server.down = true;
  server.hangUp("c1");
  chat.say("断网了");
  await until(() => expect(chat.state.outgoing).toMatchObject([{ state: "failed", trouble: { kind: "offline" } }]));
  await until(() => expect(chat.state.connected).toBe(false));
  server.down = false;
  browser.network.dispatchEvent(new Event("online"));
  await until(() => expect(texts(chat)).toEqual(["断网了", "听到：断网了"]));
  await until(() => expect(chat.state.connected).toBe(true));
});

it("sends the same words twice when they were typed twice", async () => {
  const { chat, server } = await talking();
  chat.say("好的");
  chat.say("好的");
  await until(() => expect(server.of("c1").messages).toHaveLength(4));
  await until(() => expect(chat.state.outgoing).toEqual([]));
  expect(texts(chat)).toEqual(["好的", "听到：好的", "好的", "听到：好的"]);
});

it("sends after a reload what the reload has cut off, once", async () => {
  const server = await gateway();
  const browser = new Browser(server);
  const tab = memory();
  const first = await browser.talk({ tab: () => tab });
  server.next(TURN, { lost: "after" }, { lost: "before" });
  server.next("GET /api/v1/events", { lost: "before" });
  server.hangUp("c1");
  first.say("刚要发");
  first.close();
  const second = await browser.talk({ tab: () => tab });
  await until(() => expect(second.state.outgoing.filter(({ state }) => state === "sending")).toEqual([]));
  second.hurry();
  await until(() => expect(texts(second)).toEqual(["刚要发", "听到：刚要发"]));
  await until(() => expect(second.state.outgoing).toEqual([]));
});

it.each(["nonsense", "{}", '[{"text": 1}]', "[null]"])("is not put off by %s where unsent messages are kept", async (kept) => {
  const server = await gateway();
  const browser = new Browser(server);
  const tab = Object.assign(memory(), { getItem: () => kept });
  const chat = await browser.talk({ tab: () => tab });
  expect(chat.state.outgoing).toEqual([]);
});
