import { act, fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { memory } from "../../tests/browser";
import { talking, until } from "../../tests/talking";
import type { FrameOptions, ToHost } from "../bridge/messages";
import { Store } from "../connection/store";
import { Root, type RootProps } from "./Root";

const OPTIONS: FrameOptions = { theme: { mode: "light", accent: null, elder: null }, greeting: null, suggestions: null, hasTokens: true, hasLogin: false };
const settle = (condition: () => void) => act(() => until(condition));

afterEach(() => {
  document.title = "";
});

async function show(changes: Partial<RootProps> = {}) {
  const { chat, server } = await talking();
  const told: ToHost[] = [];
  const area = memory();
  const props: RootProps = { chat, options: OPTIONS, locale: "zh-CN", preferences: new Store(() => area, "p."), elder: false, shown: false, tell: (message) => told.push(message), ...changes };
  const { rerender } = render(<Root {...props} />);
  const change = (more: Partial<RootProps>) => rerender(<Root {...props} {...more} />);
  return { chat, server, told, area, change };
}

it("tells the host's page how much is unread, and its own title too", async () => {
  const { chat, server, told, change } = await show();
  act(() => void server.say("c1", "新消息"));
  await settle(() => expect(chat.state.unread).toBe(1));
  expect(told).toContainEqual({ type: "unread", count: 1 });
  expect(document.title).toBe("（1 条新消息）在线客服");
  change({ shown: true });
  expect(told[told.length - 1]).toEqual({ type: "unread", count: 0 });
  expect(document.title).toBe("在线客服");
});

it("counts as unread what comes while the tab is in the background", async () => {
  const { server, chat } = await show({ shown: true });
  const state = vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
  fireEvent(document, new Event("visibilitychange"));
  act(() => void server.say("c1", "没人看"));
  await settle(() => expect(chat.state.unread).toBe(1));
  state.mockReturnValue("visible");
  fireEvent(document, new Event("visibilitychange"));
  expect(chat.state.unread).toBe(0);
});

it("asks the host's page to close it", async () => {
  const { told } = await show({ shown: true });
  await userEvent.click(screen.getByRole("button", { name: "关闭客服" }));
  expect(told).toContainEqual({ type: "close" });
});

it("remembers the wish for large type", async () => {
  const { area } = await show();
  await userEvent.click(screen.getByRole("button", { name: "长辈模式" }));
  expect([document.documentElement.dataset.elder, area.getItem("p.elder")]).toEqual(["true", "true"]);
  await userEvent.click(screen.getByRole("button", { name: "标准模式" }));
  expect([document.documentElement.dataset.elder, area.getItem("p.elder")]).toEqual(["false", "false"]);
});

it("goes into elder mode together with the shop", async () => {
  const { change } = await show();
  change({ options: { ...OPTIONS, theme: { mode: "light", accent: null, elder: true } } });
  expect(document.documentElement.dataset.elder).toBe("true");
});

it("stays usable when a message cannot be shown", async () => {
  const { server, chat } = await show({ shown: true });
  vi.mocked(console.error).mockImplementation(() => undefined);
  act(() => void server.say("c1", "坏卡片", "bot", { kind: "status", number: null, stage: "closed", timeline: null as never }));
  await settle(() => expect(chat.state.messages).toHaveLength(1));
  expect(screen.queryByRole("textbox") ?? screen.queryByRole("button", { name: "重新打开" })).not.toBeNull();
});
