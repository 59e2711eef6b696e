import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { NOW, show } from "../../../tests/cards";
import type { CardOf } from "../types";
import { RENEW } from "./Verification";

const CARD: CardOf<"verification"> = {
  kind: "verification",
  url: "http://127.0.0.1:8000/verify/token-of-a-link",
  expires_at: "2026-11-23T02:10:00+00:00",
  methods: ["sms", "password"],
};
const LATER = () => NOW + 11 * 60_000;

it("opens the page on the first way, and tells what was pressed", async () => {
  const { asked } = await show(CARD);
  const button = screen.getByRole("button", { name: "去验证" });
  await userEvent.click(button);
  expect(asked).toEqual([["openVerification", `${CARD.url}?method=sms`, button]]);
});

it("names the ways and until when", async () => {
  await show(CARD);
  expect(screen.getAllByRole("listitem").map((way) => way.textContent)).toEqual(["短信验证码", "支付密码"]);
  expect(screen.getByText("10:10 前有效")).toBeTruthy();
  expect(screen.getByRole("timer").textContent).toBe("还剩 10 分钟");
});

it("offers a new link when this one is over", async () => {
  const { asked } = await show(CARD, { now: LATER });
  expect(screen.queryByRole("button", { name: "去验证" })).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "换一个新链接" }));
  expect(asked).toEqual([["say", RENEW]]);
});

it("offers no new link from deep in the past", async () => {
  await show(CARD, { now: LATER, latest: false });
  expect(screen.getByText("这个链接已过期。")).toBeTruthy();
  expect(screen.queryByRole("button")).toBeNull();
});

it("can still be opened after a question in between", async () => {
  await show(CARD, { latest: false });
  expect(screen.getByRole("button", { name: "去验证" })).toBeTruthy();
});

it("says so when no way is open", async () => {
  await show({ ...CARD, methods: [] });
  expect(screen.getByText(/请稍后再试，或转人工/)).toBeTruthy();
  expect(screen.queryByRole("button")).toBeNull();
});

it.each([() => NOW, LATER])("is nothing to press any more once a later step is there", async (now) => {
  await show(CARD, { now, past: true });
  expect(screen.queryByRole("button")).toBeNull();
  expect(screen.getByText("这一步已经过去，请看下面最新的一步。")).toBeTruthy();
});
