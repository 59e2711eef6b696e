import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { Trouble } from "../../connection/trouble";
import { WordsProvider } from "../words";
import { Notice } from "./Notice";

type State = Parameters<typeof Notice>[0]["state"];

function show(state: Partial<State>, locale: "zh-CN" | "en" = "zh-CN") {
  const asked: string[] = [];
  render(
    <WordsProvider locale={locale}>
      <Notice state={{ connected: true, trouble: null, phase: "ready", ...state }} hurry={() => asked.push("hurry")} login={() => asked.push("login")} />
    </WordsProvider>,
  );
  return { asked, said: screen.getByRole("status").textContent };
}

it("says nothing while all is well", () => {
  expect(show({}).said).toBe("");
});

it("says that it is connecting again, and lets nobody just wait", async () => {
  const { asked, said } = show({ connected: false, trouble: new Trouble("offline") });
  expect(said).toContain("网络不稳，正在重新连接");
  await userEvent.click(screen.getByRole("button", { name: "现在重试" }));
  expect(asked).toEqual(["hurry"]);
});

it("leads to the login when that has run out", async () => {
  const { asked, said } = show({ connected: false, trouble: new Trouble("signed-out", 401) });
  expect(said).toContain("登录已过期");
  await userEvent.click(screen.getByRole("button", { name: "去登录" }));
  expect(asked).toEqual(["login"]);
});

it.each([
  [new Trouble("server", 503), "服务暂时出错，请稍后重试"],
  [new Trouble("too-many", 429, null, 9), "操作太快了，请等 9 秒再试"],
])("has a sentence for %s", (trouble, sentence) => {
  expect(show({ connected: false, trouble }).said).toContain(sentence);
});

it("speaks English in an English page", () => {
  expect(show({ connected: false, trouble: new Trouble("server", 500, "服务暂时出错") }, "en").said).toBe("Something failed on our side; please try again laterTry now");
});
