// @vitest-environment node
import { expect, it } from "vitest";
import { translator } from "../strings";
import { sentenceOf, Trouble, troubleOf } from "./trouble";

const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(typeof body === "string" ? body : JSON.stringify(body), { status, headers });

it.each([
  [401, "signed-out"],
  [408, "offline"],
  [413, "too-large"],
  [422, "refused"],
  [404, "refused"],
  [429, "too-many"],
  [500, "server"],
  [502, "server"],
  [503, "server"],
])("takes status %d as %s", async (status, kind) => {
  expect((await troubleOf(answer(status, {}))).kind).toBe(kind);
});

it.each(["<html>Bad Gateway</html>", "", "null", "[]", '"text"', "{"])("is told by the status alone when a proxy answers %s", async (body) => {
  const trouble = await troubleOf(answer(502, body));
  expect([trouble.kind, trouble.title]).toEqual(["server", null]);
});

it.each([
  [{ retry_after: 7 }, {}, 7],
  [{}, { "Retry-After": "9" }, 9],
  [{ retry_after: -1 }, {}, 5],
  [{ retry_after: "soon" }, {}, 5],
  [{ retry_after: 1e9 }, {}, 3600],
])("reads how long to wait from %o and %o", async (body, headers, seconds) => {
  expect((await troubleOf(answer(429, body, headers))).retryAfter).toBe(seconds);
});

it("says when to come back", () => {
  expect(sentenceOf(new Trouble("too-many", 429, null, 12), translator("zh-CN"), "zh-CN")).toBe("操作太快了，请等 12 秒再试");
});

it("lets the gateway say a refusal in Chinese, and never in an English page", () => {
  const refused = new Trouble("refused", 404, "这个按钮不属于当前对话");
  expect(sentenceOf(refused, translator("zh-CN"), "zh-CN")).toBe("这个按钮不属于当前对话");
  expect(sentenceOf(refused, translator("en"), "en")).toBe("That did not work; please try it in other words");
});

it.each([
  ["offline", true],
  ["signed-out", true],
  ["too-many", true],
  ["server", true],
  ["too-large", false],
  ["refused", false],
  ["other-customer", false],
] as const)("knows whether %s can pass", (kind, passes) => {
  expect(new Trouble(kind).passes).toBe(passes);
});
