// The calls of this link, and the server's clock: that of the phone may be wrong by hours.

import { word } from "./words.js";

const PATIENCE = 40_000; // a provider of face checks may take its time
const base = location.pathname.replace(/(\/face\/device)?\/?$/, "");
let ahead = 0; // how far the server's clock is ahead of the one here, in milliseconds

/** One call below the link; `code` is the HTTP status, or 0 without an answer. */
export async function call(path, body) {
  try {
    const answer = await fetch(`${base}${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "same-origin", // a link given in a messaging app opens in the browser that came through its door,
      signal: AbortSignal.timeout(PATIENCE),
    });
    const said = Date.parse(answer.headers.get("date"));
    if (!Number.isNaN(said)) ahead = said - Date.now();
    const text = await answer.text();
    return { code: answer.status, body: text ? JSON.parse(text) : {} };
  } catch {
    return { code: 0, body: { title: word("offline") } };
  }
}

/** The page of this link, below which its calls are. */
export const page = base;

/** How long until a moment of the server's, in milliseconds. */
export const timeUntil = (iso) => Date.parse(iso) - (Date.now() + ahead);

const format = (options) => new Intl.DateTimeFormat("zh-CN", { ...options, hour12: false, timeZone: "Asia/Shanghai" });
const clock = format({ hour: "2-digit", minute: "2-digit" });
const calendar = format({ month: "numeric", day: "numeric" });

/** A moment as people write it, with the day when it is not today's. */
export function spokenTime(iso) {
  const [then, now] = [new Date(iso), new Date(Date.now() + ahead)];
  const isToday = calendar.format(then) === calendar.format(now);
  return isToday ? clock.format(then) : `${calendar.format(then)} ${clock.format(then)}`;
}
