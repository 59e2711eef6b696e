/** What is left of a time, in minutes and at last in seconds; it is not read out at every step. */

import type { Translate } from "../../strings";

const MINUTE = 60_000;
const SECOND = 1000;

export function Countdown({ left, t }: { left: number; t: Translate }) {
  if (left === 0 || left === Infinity) return null;
  const words = left > MINUTE ? t("part.minutes_left", { count: Math.ceil(left / MINUTE) }) : t("part.seconds_left", { count: Math.ceil(left / SECOND) });
  return (
    <span className="xh-countdown" role="timer">
      {words}
    </span>
  );
}
