/** The widget's own words in both languages; what the bot says comes from the gateway. */

import { cardsEn } from "../cards/strings.en";
import { cardsZhCN } from "../cards/strings.zh-CN";
import { en } from "./en";
import type { Locale } from "./locale";
import { zhCN } from "./zh-CN";

export { localeOf, type Locale } from "./locale";

export type StringKey = keyof typeof zhCN | keyof typeof cardsZhCN;
export type Facts = Record<string, string | number>;
/** The sentence of a key, `{name}` replaced by the fact of that name. */
export type Translate = (key: StringKey, facts?: Facts) => string;

export const TABLES: Record<Locale, Record<StringKey, string>> = {
  "zh-CN": { ...zhCN, ...cardsZhCN },
  en: { ...en, ...cardsEn },
};

export function translator(locale: Locale): Translate {
  return (key, facts = {}) => TABLES[locale][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(facts[name] ?? whole));
}
