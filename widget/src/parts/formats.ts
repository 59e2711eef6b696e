/** How amounts, days and moments are written: in Shanghai's time, wherever the customer is. */

import type { Locale } from "../strings";

const ZONE = "Asia/Shanghai";
const STYLE = { "zh-CN": "long", en: "medium" } as const;
const MONTH = { "zh-CN": "long", en: "short" } as const;
const PLAIN_DAY = "2026-12-10".length;

/** Yuan from integer fen. */
export function money(fen: number, locale: Locale): string {
  return new Intl.NumberFormat(locale, { style: "currency", currency: "CNY", currencyDisplay: "narrowSymbol" }).format(fen / 100);
}

/** A plain date means that day in Shanghai, so that no zone moves it to the day before. */
export function day(iso: string, locale: Locale): string {
  const moment = iso.length === PLAIN_DAY ? `${iso}T12:00:00+08:00` : iso;
  return written(moment, locale, { dateStyle: STYLE[locale] });
}

export function clock(iso: string, locale: Locale): string {
  return written(iso, locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

export function moment(iso: string, locale: Locale): string {
  return `${written(iso, locale, { month: MONTH[locale], day: "numeric" })} ${clock(iso, locale)}`;
}

// What cannot be read as a date is shown as it came: a strange date is better than no card.
function written(iso: string, locale: Locale, options: Intl.DateTimeFormatOptions): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: ZONE }).format(at);
}
