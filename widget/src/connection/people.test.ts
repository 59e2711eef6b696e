// @vitest-environment node
import { expect, it } from "vitest";
import { Locks, tabsOf } from "../../tests/browser";
import { tokenOf } from "../../tests/fakeGateway";
import { Browser, gateway, talking, texts, until } from "../../tests/talking";
import { Session, subjectOf } from "./session";

it("makes a visitor of somebody who is not logged in", async () => {
  const server = await gateway();
  const browser = new Browser(server);
  browser.customer = null;
  const chat = await browser.talk();
  chat.say("随便问问");
  await until(() => expect(texts(chat)).toContain("听到：随便问问"));
  expect(chat.state.visitor).toBe(true);
});

it("lets a visitor go on in the same conversation after a reload", async () => {
  const server = await gateway();
  const browser = new Browser(server);
  browser.customer = null;
  const first = await browser.talk();
  first.say("记得我吗");
  await until(() => expect(texts(first)).toHaveLength(2));
  first.close();
  expect(texts(await browser.talk())).toEqual(["记得我吗", "听到：记得我吗"]);
  expect(server.sent("POST", "/api/v1/visitors")).toHaveLength(1);
});

it("begins anew for a visitor whose day is over, with the message they were typing", async () => {
  const server = await gateway();
  const browser = new Browser(server);
  browser.customer = null;
  const chat = await browser.talk();
  server.refuse(browser.local.getItem("xiaohu.visitor") ?? "");
  chat.say("还有一个问题");
  await until(() => expect(texts(chat)).toEqual(["还有一个问题", "听到：还有一个问题"]));
  expect(server.sent("POST", "/api/v1/visitors")).toHaveLength(2);
});

it("opens the customer's own conversation after a login", async () => {
  const server = await gateway();
  server.say("c1", "我的记录");
  const browser = new Browser(server);
  browser.customer = null;
  const chat = await browser.talk();
  browser.customer = "c1";
  await chat.recheck();
  await until(() => expect(texts(chat)).toEqual(["我的记录"]));
  expect(chat.state.visitor).toBe(false);
});

it("shows nothing of one customer to the next", async () => {
  const { chat, server, browser } = await talking();
  server.say("c1", "第一个人的");
  await until(() => expect(texts(chat)).toHaveLength(1));
  browser.customer = "c2";
  await chat.recheck();
  await until(() => expect(server.following("c2")).toBe(1));
  expect(texts(chat)).toEqual([]);
  server.say("c1", "又一条");
  server.say("c2", "第二个人的");
  await until(() => expect(texts(chat)).toEqual(["第二个人的"]));
});

it("keeps trying when no visitor's token is to be had yet", async () => {
  const server = await gateway();
  server.next("POST /api/v1/visitors", { status: 503 }, { status: 429, body: { retry_after: 0.02 } }, { lost: "before" });
  const browser = new Browser(server);
  browser.customer = null;
  const chat = browser.open();
  await chat.start();
  expect(chat.state).toMatchObject({ connected: false, trouble: { kind: "server" } });
  await until(() => expect(chat.state).toMatchObject({ phase: "ready", trouble: null }));
});

it("asks for a login when the host fails to give a token, and goes on after it", async () => {
  const server = await gateway();
  const browser = new Browser(server);
  let broken = true;
  const chat = browser.open({ ask: () => (broken ? Promise.reject(new Error("500")) : browser.giveToken()) });
  await chat.start();
  expect(chat.state.trouble?.kind).toBe("signed-out");
  chat.say("先记着");
  broken = false;
  await chat.recheck();
  await until(() => expect(texts(chat)).toEqual(["先记着", "听到：先记着"]));
});

it("gives the same new token to all calls that failed together", async () => {
  let asked = 0;
  const session = new Session({ fresh: () => Promise.resolve({ token: tokenOf("c1") + String(++asked), visitor: false }), forget: () => undefined });
  const first = await session.token();
  const renewed = await Promise.all([session.renewed(first), session.renewed(first), session.renewed(first)]);
  expect([new Set(renewed).size, asked]).toEqual([1, 2]);
  expect(await session.renewed(first)).toBe(renewed[0]);
});

it.each(["", "x", "a.b.c", "e30.e30.x", "eyJraWQiOjF9.bnVsbA.x"])("reads no name from the token %o, and does not fail", (token) => {
  expect(subjectOf(token)).toBe("/");
});

it("forgets everything at log-out", async () => {
  const { chat, server, browser } = await talking();
  await chat.rate(5);
  chat.setVisible(true);
  browser.customer = null;
  chat.forget();
  expect(browser.local.length).toBe(0);
  expect(chat.state).toMatchObject({ messages: [], outgoing: [], unread: 0, opinions: { judged: new Set(), ratedAt: null }, phase: "starting" });
  await until(() => expect(server.following("c1")).toBe(0));
});

it("shows in every tab what was said in one of them, with one stream for all", async () => {
  const server = await gateway();
  const browser = new Browser(server);
  const tabs = tabsOf(new Locks());
  const first = await browser.talk({ tabs });
  const second = await browser.talk({ tabs });
  await until(() => expect(server.following("c1")).toBe(1));
  second.say("从第二个标签页");
  await until(() => expect(texts(first)).toEqual(["从第二个标签页", "听到：从第二个标签页"]));
  server.say("c1", "给大家");
  await until(() => expect([texts(first).pop(), texts(second).pop()]).toEqual(["给大家", "给大家"]));
  expect(server.following("c1")).toBe(1);
});

it("goes on in another tab when the one with the stream is closed", async () => {
  const server = await gateway();
  const browser = new Browser(server);
  const tabs = tabsOf(new Locks());
  const first = await browser.talk({ tabs });
  const second = await browser.talk({ tabs });
  await until(() => expect(server.following("c1")).toBe(1));
  first.close();
  server.say("c1", "还在");
  await until(() => expect(texts(second)).toEqual(["还在"]));
});

it("takes the stream to the tab that is looked at", async () => {
  const server = await gateway();
  const browser = new Browser(server);
  const tabs = tabsOf(new Locks());
  const asleep = await browser.talk({ tabs });
  await until(() => expect(server.following("c1")).toBe(1));
  const looked = await browser.talk({ tabs });
  looked.setVisible(true);
  await until(() => expect(server.sent("GET", "/api/v1/events").length).toBe(2));
  await until(() => expect(server.following("c1")).toBe(1));
  asleep.close();
  server.say("c1", "看得见");
  await until(() => expect(texts(looked)).toEqual(["看得见"]));
});

it("counts as read in every tab what was read in one", async () => {
  const server = await gateway();
  const browser = new Browser(server);
  const tabs = tabsOf(new Locks());
  const [first, second] = [await browser.talk({ tabs }), await browser.talk({ tabs })];
  await until(() => expect(server.following("c1")).toBe(1));
  server.say("c1", "新消息");
  await until(() => expect([first.state.unread, second.state.unread]).toEqual([1, 1]));
  second.setVisible(true);
  await until(() => expect(first.state.unread).toBe(0));
});

it("knows in every tab what was judged and rated in one", async () => {
  const server = await gateway();
  const browser = new Browser(server);
  const tabs = tabsOf(new Locks());
  const [first, second] = [await browser.talk({ tabs }), await browser.talk({ tabs })];
  await first.feedback("m1", false);
  await second.rate(5);
  await until(() => expect([first.state.opinions.ratedAt, second.state.opinions.judged.has("m1")]).toEqual([second.state.opinions.ratedAt, true]));
});

it("reads what a tab has missed when the others tell it of something later", async () => {
  const server = await gateway();
  server.say("c1", "一");
  const browser = new Browser(server);
  const tabs = tabsOf(new Locks());
  const follower = await browser.talk({ tabs });
  server.hangUp("c1");
  server.next("GET /api/v1/events", { status: 429, body: { retry_after: 60 } });
  await until(() => expect(follower.state.connected).toBe(false));
  server.say("c1", "二");
  const other = new BroadcastChannel(channelOf(browser.local));
  other.postMessage({ type: "messages", messages: [server.say("c1", "三")] });
  await until(() => expect(texts(follower)).toEqual(["一", "二", "三"]));
  other.close();
});

it("forgets in every tab when one logs out", async () => {
  const server = await gateway();
  server.say("c1", "秘密");
  const browser = new Browser(server);
  const tabs = tabsOf(new Locks());
  const [first, second] = [await browser.talk({ tabs }), await browser.talk({ tabs })];
  browser.customer = null;
  first.forget();
  await until(() => expect([texts(second), second.state.visitor, second.state.phase]).toEqual([[], true, "ready"]));
});

it("misses nothing that was said while its first page was still on its way", async () => {
  const server = await gateway();
  const browser = new Browser(server);
  const tabs = tabsOf(new Locks());
  const first = await browser.talk({ tabs });
  await until(() => expect(server.following("c1")).toBe(1));
  let arrive = (): void => undefined;
  server.next("GET /api/v1/messages", { held: new Promise((resolve) => (arrive = resolve)) });
  const second = browser.open({ tabs });
  void second.start();
  await until(() => expect(server.sent("GET", "/api/v1/messages")).toHaveLength(2));
  first.say("谁先到");
  await until(() => expect(texts(first)).toHaveLength(2));
  arrive();
  await until(() => expect(second.state.phase).toBe("ready"));
  await until(() => expect(texts(second)).toEqual(["谁先到", "听到：谁先到"]));
});

it("reads on after its first page when it was told of something later only", async () => {
  const server = await gateway();
  server.say("c1", "一");
  const browser = new Browser(server);
  (await browser.talk()).close();
  let arrive = (): void => undefined;
  server.next("GET /api/v1/messages", { held: new Promise((resolve) => (arrive = resolve)) });
  server.next("GET /api/v1/events", { status: 429, body: { retry_after: 60 } });
  const chat = browser.open({ tabs: tabsOf(new Locks()) });
  void chat.start();
  await until(() => expect(server.sent("GET", "/api/v1/messages")).toHaveLength(2));
  server.say("c1", "二");
  const other = new BroadcastChannel(channelOf(browser.local));
  other.postMessage({ type: "messages", messages: [server.say("c1", "三")] });
  await until(() => expect(texts(chat)).toEqual(["三"]));
  arrive();
  await until(() => expect(texts(chat)).toEqual(["一", "二", "三"]));
  other.close();
});

function channelOf(local: Storage): string {
  const key = Array.from({ length: local.length }, (_, index) => local.key(index) ?? "").find((one) => one.endsWith(".read"));
  return (key ?? "").replace(/read$/, "");
}
