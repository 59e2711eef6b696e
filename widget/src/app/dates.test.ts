import { expect, it } from "vitest";
import { translator } from "../strings";
import { moment } from "./dates";

const NOW = Date.parse("2026-11-23T02:20:00Z");
const zh = (time: string, now = NOW) => moment(Date.parse(time), now, translator("zh-CN"), "zh-CN");

it.each([
  ["2026-11-23T02:20:00Z", "今天 上午10:20"],
  ["2026-11-22T16:00:00Z", "今天 上午12:00"],
  ["2026-11-22T15:59:00Z", "昨天 下午11:59"],
  ["2026-11-20T06:05:00Z", "11月20日 下午2:05"],
  ["2025-12-31T06:05:00Z", "2025年12月31日 下午2:05"],
])("tells the moment %s as in China, wherever the machine is", (time, said) => {
  expect(zh(time).replace("凌晨", "上午").replace("上午0:", "上午12:")).toBe(said);
});

it("tells it in English too", () => {
  expect(moment(NOW, NOW, translator("en"), "en")).toMatch(/^Today 10:20\sAM$/);
});
