/** What has happened and what is to come, oldest first; the state of each step is said, not only coloured. */

import { moment } from "../formats";
import type { Locale } from "../../strings";
import "./Timeline.css";

export interface TimelineStep {
  title: string;
  /** When it happened; null for what is to come. */
  at: string | null;
  /** Beside a step that is to come. */
  note?: string;
}

interface Props {
  label: string;
  steps: TimelineStep[];
  locale: Locale;
}

export function Timeline({ label, steps, locale }: Props) {
  const current = steps.map((step) => step.at !== null).lastIndexOf(true);
  return (
    <ol className="xh-timeline" aria-label={label}>
      {steps.map((step, index) => (
        <li key={index} data-state={step.at === null ? "to-come" : "past"} {...(index === current ? { "aria-current": "step" } : {})}>
          <span>{step.title}</span>
          {step.at === null ? <span className="xh-note">{step.note}</span> : <time dateTime={step.at}>{moment(step.at, locale)}</time>}
        </li>
      ))}
    </ol>
  );
}
