import { expect, it } from "vitest";
import { cardsZhCN } from "../cards/strings.zh-CN";
import { localeOf, TABLES, translator } from ".";
import { zhCN } from "./zh-CN";

const SOURCES = import.meta.glob<string>(["../**/*.{ts,tsx}", "!../**/*.test.*", "!../strings/**", "!../cards/strings.*"], { query: "?raw", import: "default", eager: true });

const NAMES = /\{\w+\}/g;

it("has every sentence in both languages, with the same facts", () => {
  for (const [key, chinese] of Object.entries(TABLES["zh-CN"])) {
    const english = TABLES.en[key as keyof typeof TABLES.en];
    expect(english, key).toBeTruthy();
    expect((english.match(NAMES) ?? []).sort(), key).toEqual((chinese.match(NAMES) ?? []).sort());
  }
});

it("never raises its voice, and says 您", () => {
  for (const [key, chinese] of Object.entries(TABLES["zh-CN"])) expect(chinese, key).not.toMatch(/[!！]|你/);
});

it("leaves no Chinese in an English page", () => {
  for (const [key, english] of Object.entries(TABLES.en)) expect(english, key).not.toMatch(/[\u4e00-\u9fff]/);
});

it("puts facts into a sentence, and shows a missing one by its name", () => {
  expect(translator("zh-CN")("chat.title")).toBe("在线客服");
});

it.each([
  ["en", "en"],
  ["en-GB", "en"],
  ["EN_us".replace("_", "-"), "en"],
  ["zh-CN", "zh-CN"],
  ["fr", "zh-CN"],
  [null, "zh-CN"],
  ["", "zh-CN"],
])("reads the language %s as %s", (wanted, expected) => {
  expect(localeOf(wanted)).toBe(expected);
});

it("keeps each sentence in one table, and none that nobody says", () => {
  const code = Object.values(SOURCES).join("\n");
  const prefixes = Array.from(code.matchAll(/`([a-z._-]+)\$\{/g), ([, prefix]) => prefix ?? "");
  const isSaid = (key: string) => code.includes(`"${key}"`) || prefixes.some((prefix) => prefix !== "" && key.startsWith(prefix));
  expect(Object.keys(TABLES["zh-CN"]).filter((key) => !isSaid(key))).toEqual([]);
  expect(Object.keys(zhCN).filter((key) => key in cardsZhCN)).toEqual([]);
});
