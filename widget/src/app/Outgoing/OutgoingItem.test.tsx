import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { seriousFindings } from "../../../tests/a11y";
import type { Outgoing } from "../../connection/outbox";
import { Trouble } from "../../connection/trouble";
import { OutgoingItem } from "./OutgoingItem";

afterEach(() => vi.useRealTimers());

function show(changes: Partial<Outgoing>) {
  const asked: unknown[][] = [];
  const entry: Outgoing = { clientId: "id-1", text: "我要注销", button: null, state: "sending", trouble: null, due: null, after: 0, seq: null, ...changes };
  const ask = (name: string) => (what: unknown) => void asked.push([name, what]);
  const { container } = render(<OutgoingItem entry={entry} copy={ask("copy")} retry={ask("retry")} discard={ask("discard")} edit={ask("edit")} />);
  return { asked, entry, container };
}

const names = () => screen.getAllByRole("button").map((button) => button.textContent).filter(Boolean);

it("says that it is on its way", () => {
  show({});
  screen.getByText("发送中");
  expect(screen.queryByRole("alert")).toBeNull();
});

it("says at once that it failed and why, and offers another go", async () => {
  const { asked, container } = show({ state: "failed", trouble: new Trouble("offline") });
  expect(screen.getByRole("alert").textContent).toContain("发送失败 · 网络不通。消息已留着，网络恢复后会自动再发");
  await userEvent.click(screen.getByRole("button", { name: "重试" }));
  expect(asked).toEqual([["retry", "id-1"]]);
  expect(await seriousFindings(container)).toEqual([]);
});

it("offers to change what cannot be sent as it is, and no other go", async () => {
  const { asked, entry } = show({ state: "failed", trouble: new Trouble("too-large", 413) });
  expect(names()).toEqual(["修改", "删除"]);
  await userEvent.click(screen.getByRole("button", { name: "修改" }));
  expect(asked).toEqual([["edit", entry]]);
});

it("offers no change to a button that cannot be pressed any more", () => {
  show({ state: "failed", button: "b-1", trouble: new Trouble("refused", 404, "这个按钮不属于当前对话") });
  expect(names()).toEqual(["删除"]);
  expect(screen.getByRole("alert").textContent).toContain("这个按钮不属于当前对话");
});

it("counts down to when it goes out by itself", () => {
  vi.useFakeTimers();
  show({ state: "waiting", trouble: new Trouble("too-many", 429, null, 3), due: performance.now() + 3000 });
  screen.getByText("发送得太快了，3 秒后自动发送");
  act(() => void vi.advanceTimersByTime(2000));
  screen.getByText("发送得太快了，1 秒后自动发送");
});
