/** What is left of a time, in minutes and at last in seconds; it is not read out at every step. */

import type { Translate } from "../../strings";

const MINUTE = 60_000;
const SECOND = 1000;
// The server tells its time in whole seconds: ten minutes must not begin as eleven.
const SLACK = 5 * SECOND;

export function Countdown({ left, t }: { left: number; t: Translate }) {
  if (left === 0 || left === Infinity) return null;
  const words = left > MINUTE ? t("part.minutes_left", { count: Math.ceil((left - SLACK) / MINUTE) }) : t("part.seconds_left", { count: Math.ceil(left / SECOND) });
  return (
    <span className="xh-countdown" role="timer">
      {words}
    </span>
  );
}
