/** Days and times as the customer's shop counts them: in China's time, whatever this machine is set to. */

import type { Locale, Translate } from "../strings";

const ZONE = "Asia/Shanghai";
const DAY = 24 * 3600 * 1000;

/** A day as 2026-11-23, to compare by. */
export function dayKey(time: number): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit" }).format(time);
}

/** The line above a message: 今天 上午10:20. */
export function moment(time: number, now: number, t: Translate, locale: Locale): string {
  return `${day(time, now, t, locale)} ${clock(time, locale)}`;
}

export function clock(time: number, locale: Locale): string {
  return new Intl.DateTimeFormat(locale, { timeZone: ZONE, hour: "numeric", minute: "2-digit", hour12: true }).format(time);
}

function day(time: number, now: number, t: Translate, locale: Locale): string {
  const key = dayKey(time);
  if (key === dayKey(now)) return t("date.today");
  if (key === dayKey(now - DAY)) return t("date.yesterday");
  const year: Intl.DateTimeFormatOptions = key.slice(0, 4) === dayKey(now).slice(0, 4) ? {} : { year: "numeric" };
  return new Intl.DateTimeFormat(locale, { timeZone: ZONE, month: "long", day: "numeric", ...year }).format(time);
}
