/** The steps of an application, past and to come. */

import { day } from "../../parts/formats";
import type { TimelineStep } from "../../parts/Timeline/Timeline";
import type { Locale, Translate } from "../../strings";
import type { CardOf, Stage } from "../types";

const AHEAD = ["verifying", "confirming", "submitted", "approved", "closed"] as const;
const ON_THE_WAY = new Set<Stage>(["consenting", "verifying", "confirming", "submitted", "approved"]);

/**
 * What has happened, then what is to come while the application is on its way.
 *
 * @param said the message's sentence: the expected day stands there only, the card of the contract has no field for it.
 * @param few the next step only.
 */
export function stepsOf(card: CardOf<"status">, said: string, t: Translate, locale: Locale, few: boolean): TimelineStep[] {
  const past = card.timeline.map(({ stage, at }, index) => ({ title: t(`card.status.past.${isAgain(index) ? "again" : stage}`), at }));
  const ahead = aheadOf(card.stage).map((stage, index) => ({ title: t(`card.status.next.${stage}`), at: null, note: noteOf(card.stage, index) }));
  return [...past, ...(few ? ahead.slice(0, 1) : ahead)];

  // A proof that grew too old leads back to the verification.
  function isAgain(index: number): boolean {
    return card.timeline[index]?.stage === "verifying" && card.timeline[index - 1]?.stage === "confirming";
  }

  function noteOf(stage: Stage, index: number): string {
    const due = stage === "submitted" && index === 0 ? expectedDay(said) : null;
    return due ? t("card.status.due", { day: day(due, locale) }) : t("card.status.to_come");
  }
}

function aheadOf(stage: Stage): readonly (typeof AHEAD)[number][] {
  if (!ON_THE_WAY.has(stage)) return [];
  return AHEAD.slice(AHEAD.findIndex((one) => one === stage) + 1);
}

function expectedDay(said: string): string | null {
  const found = /(\d{4})年(\d{1,2})月(\d{1,2})日/.exec(said);
  return found ? [found[1], found[2]?.padStart(2, "0"), found[3]?.padStart(2, "0")].join("-") : null;
}
