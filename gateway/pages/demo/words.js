// How amounts, days and times read.

const ZONE = "Asia/Shanghai";
const clock = new Intl.DateTimeFormat("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: ZONE });
const calendar = new Intl.DateTimeFormat("zh-CN", { month: "long", day: "numeric", timeZone: ZONE });
const longCalendar = new Intl.DateTimeFormat("zh-CN", { dateStyle: "long", timeZone: ZONE });
const money = new Intl.NumberFormat("zh-CN", { style: "currency", currency: "CNY" });

export const amount = (fen) => money.format(fen / 100);
export const time = (iso) => clock.format(new Date(iso));
export const moment = (iso) => `${calendar.format(new Date(iso))} ${time(iso)}`;

export function day(iso) {
  // A plain date means that day in Shanghai, whatever zone the browser is in.
  return longCalendar.format(new Date(iso.length === 10 ? `${iso}T12:00:00+08:00` : iso));
}
