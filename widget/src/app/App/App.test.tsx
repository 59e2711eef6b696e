import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { seriousFindings } from "../../../tests/a11y";
import type { FakeGateway } from "../../../tests/fakeGateway";
import { talking, until } from "../../../tests/talking";
import type { FrameOptions } from "../../bridge/messages";
import type { Chat } from "../../connection/chat";
import type { Locale } from "../../strings";
import { WordsProvider } from "../words";
import { App, type AppProps } from "./App";

afterEach(() => cleanup());

const OPTIONS: FrameOptions = { theme: { mode: "light", accent: null, elder: null }, greeting: null, suggestions: null, hasTokens: true, hasLogin: true };

interface Shown {
  chat: Chat;
  server: FakeGateway;
  container: HTMLElement;
  asked: string[];
}

async function show(changes: Partial<Omit<AppProps, "chat">> & { locale?: Locale } = {}): Promise<Shown> {
  const { locale = "zh-CN", ...props } = changes;
  const { chat, server } = await talking();
  const asked: string[] = [];
  const ask = (name: string) => () => void asked.push(name);
  const { container } = render(
    <WordsProvider locale={locale}>
      <App chat={chat} options={OPTIONS} shade="light" elder={false} shown toggleElder={ask("elder")} close={ask("close")} login={ask("login")} {...props} />
    </WordsProvider>,
  );
  return { chat, server, container, asked };
}

/** Let happen what a test has set off, within React's eyes. */
const settle = (condition: () => void) => act(() => until(condition));
const log = () => screen.getByRole("log");

it("greets, and offers questions to begin with", async () => {
  const { container } = await show();
  within(log()).getByText(/您好，我是智能客服小户/);
  expect(within(screen.getByRole("region", { name: "猜您想问" })).getAllByRole("button")).toHaveLength(4);
  expect(await seriousFindings(container)).toEqual([]);
});

it("greets as the shop wants it", async () => {
  await show({ options: { ...OPTIONS, greeting: "欢迎光临", suggestions: ["怎么还款"] } });
  within(log()).getByText("欢迎光临");
  expect(screen.getByRole("button", { name: "怎么还款" })).toBeTruthy();
});

it("says less in elder mode", async () => {
  await show({ elder: true });
  expect(within(screen.getByRole("region", { name: "猜您想问" })).getAllByRole("button")).toHaveLength(3);
  expect(screen.getByRole("button", { name: "标准模式" }).getAttribute("aria-pressed")).toBe("true");
});

it("asks a suggested question at a tap, and offers no more of them then", async () => {
  const { chat } = await show();
  await userEvent.click(screen.getByRole("button", { name: "查注销进度" }));
  await settle(() => expect(chat.state.messages).toHaveLength(2));
  within(log()).getByText("听到：查注销进度");
  expect(screen.queryByRole("region", { name: "猜您想问" })).toBeNull();
});

it("shows what was typed, that it is being answered, and that it was sent", async () => {
  const { chat, server } = await show();
  await userEvent.type(screen.getByRole("textbox"), "在吗{Enter}");
  within(log()).getByText("在吗");
  await settle(() => expect(chat.state.messages).toHaveLength(2));
  expect(screen.queryByText("发送中")).toBeNull();
  act(() => void server.say("c1", "还有一句", "agent"));
  await settle(() => expect(chat.state.messages).toHaveLength(3));
  within(log()).getByText("人工客服");
});

it("shows text as text, whatever is in it", async () => {
  const { chat, server, container } = await show();
  server.say("c1", "<img src=x onerror=alert(1)> <b>粗</b> javascript:alert(1)");
  await settle(() => expect(chat.state.messages).toHaveLength(1));
  expect(container.querySelector("img, b, a")).toBeNull();
  within(log()).getByText(/<b>粗<\/b>/);
});

it("offers the answers to the newest question only", async () => {
  const { chat, server } = await show();
  const buttons = [
    { id: "b-1", title: "同意并继续" },
    { id: "b-2", title: "先不办了" },
  ];
  server.say("c1", "要继续吗", "bot", null, buttons);
  await settle(() => expect(chat.state.messages).toHaveLength(1));
  await userEvent.click(screen.getByRole("button", { name: "同意并继续" }));
  expect(screen.queryByRole("button", { name: "先不办了" })).toBeNull();
});

it("puts a message that is too long back to be changed", async () => {
  const { chat, server } = await show();
  server.next("POST /api/v1/messages", { status: 413 });
  await userEvent.type(screen.getByRole("textbox"), "很长{Enter}");
  await settle(() => expect(chat.state.outgoing[0]?.state).toBe("failed"));
  await userEvent.click(screen.getByRole("button", { name: "修改" }));
  expect([screen.getByRole<HTMLTextAreaElement>("textbox").value, chat.state.outgoing]).toEqual(["很长", []]);
});

it("closes with Esc, but not while an input method composes", async () => {
  const { asked } = await show();
  fireEvent.keyDown(screen.getByRole("textbox"), { key: "Escape", isComposing: true });
  expect(asked).toEqual([]);
  fireEvent.keyDown(screen.getByRole("textbox"), { key: "Escape" });
  expect(asked).toEqual(["close"]);
});

it("has no way out where it is a page of its own", async () => {
  await show({ close: null });
  expect(screen.queryByRole("button", { name: "关闭客服" })).toBeNull();
  fireEvent.keyDown(screen.getByRole("textbox"), { key: "Escape" });
});

it("asks the shop for a login, or says where to find it", async () => {
  const first = await show();
  act(() => void first.server.say("c1", "请先登录", "bot", { kind: "login" }));
  await settle(() => expect(first.chat.state.messages).toHaveLength(1));
  await userEvent.click(within(log()).getByRole("button", { name: /登录/ }));
  expect(first.asked).toEqual(["login"]);
  cleanup();
  const second = await show({ login: null });
  act(() => void second.server.say("c1", "请先登录", "bot", { kind: "login" }));
  await settle(() => expect(second.chat.state.messages).toHaveLength(1));
  await userEvent.click(within(log()).getByRole("button", { name: /登录/ }));
  screen.getByText("请先在商城页面登录，再回到这里");
});

it("says that a text was copied", async () => {
  const { chat, server } = await show();
  server.say("c1", "编号 BYJ1");
  await settle(() => expect(chat.state.messages).toHaveLength(1));
  const writeText = vi.fn(() => Promise.resolve());
  vi.stubGlobal("navigator", Object.assign(Object.create(navigator) as Navigator, { clipboard: { writeText } }));
  await userEvent.click(within(screen.getByRole("article")).getByRole("button", { name: "复制" }));
  vi.unstubAllGlobals();
  expect(writeText).toHaveBeenCalledWith("编号 BYJ1");
  await settle(() => screen.getByText("已复制"));
});

it("asks once how it was when the closing has come to its end", async () => {
  const { chat, server } = await show();
  server.say("c1", "已经注销", "bot", { kind: "status", number: "BYJ1", stage: "closed", timeline: [] });
  await settle(() => expect(chat.state.messages).toHaveLength(1));
  expect(screen.getAllByRole("radio").length).toBeGreaterThanOrEqual(5);
  await act(() => chat.rate(5));
  expect(chat.state.opinions.ratedAt).not.toBeNull();
  expect(screen.queryByRole("radio")).toBeNull();
});

it("asks nobody for a rating while the application is under review", async () => {
  const { chat, server } = await show();
  server.say("c1", "审核中", "bot", { kind: "status", number: "BYJ1", stage: "submitted", timeline: [] });
  await settle(() => expect(chat.state.messages).toHaveLength(1));
  expect(screen.queryByRole("radio")).toBeNull();
});

it("leads up to earlier messages by keyboard too", async () => {
  const { chat, server } = await show();
  act(() => {
    for (let count = 1; count <= 3; count += 1) server.say("c1", `消息${count}`);
  });
  await settle(() => expect(chat.state.messages).toHaveLength(3));
  expect(screen.queryByRole("button", { name: "查看更早的消息" })).toBeNull();
  expect(log().tabIndex).toBe(0);
});

it("asks in Chinese what an English reader picks", async () => {
  const { chat } = await show({ locale: "en" });
  await userEvent.click(screen.getByRole("button", { name: /^How far is my closing/ }));
  await settle(() => expect(chat.state.messages).toHaveLength(2));
  within(log()).getByText("查注销进度");
});

it("takes the earlier step's button away when the next step is there", async () => {
  const { chat, server } = await show();
  const until = "2099-01-01T00:00:00Z";
  act(() => void server.say("c1", "请验证", "bot", { kind: "verification", url: "/verify/abc", expires_at: until, methods: ["password"] }));
  await settle(() => expect(chat.state.messages).toHaveLength(1));
  within(log()).getByRole("button", { name: "去验证" });
  act(() => void server.say("c1", "确认吗", "bot", { kind: "confirmation", expires_at: until }, [{ id: "b1", title: "确认提交" }]));
  await settle(() => expect(chat.state.messages).toHaveLength(2));
  expect(screen.queryByRole("button", { name: "去验证" })).toBeNull();
  within(log()).getByRole("button", { name: "确认提交" });
});

it("takes the offer to withdraw away once the account is closed", async () => {
  const { chat, server } = await show();
  const card = (stage: "submitted" | "closed") => ({ kind: "status" as const, number: "BYJ1", stage, timeline: [] });
  act(() => void server.say("c1", "审核中", "bot", card("submitted"), [{ id: "b1", title: "撤回申请" }]));
  act(() => void server.say("c1", "已注销", "bot", card("closed")));
  await settle(() => expect(chat.state.messages).toHaveLength(2));
  expect(screen.queryByRole("button", { name: "撤回申请" })).toBeNull();
});

it("is English where the page is", async () => {
  const { chat, server, container } = await show({ locale: "en" });
  server.say("c1", "ok");
  await settle(() => expect(chat.state.messages).toHaveLength(1));
  expect(container.textContent).not.toMatch(/[\u4e00-\u9fff]/);
  for (const element of container.querySelectorAll("[aria-label], [title], [placeholder]")) {
    for (const name of ["aria-label", "title", "placeholder"]) expect(element.getAttribute(name) ?? "").not.toMatch(/[\u4e00-\u9fff]/);
  }
});
