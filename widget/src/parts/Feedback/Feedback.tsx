/** 有帮助 / 没帮助, and after a no the reason, when the customer likes to give one. */

import { useState } from "react";

import type { StringKey, Translate } from "../../strings";
import { useFocusAfter } from "../useFocusAfter";

const REASONS = ["feedback.unclear", "feedback.wrong", "feedback.other_question"] as const satisfies readonly StringKey[];

interface Props {
  t: Translate;
  /** It was said before: on another day, or in another tab. */
  told?: boolean | undefined;
  /** Whether it was kept. */
  send(helpful: boolean, reason?: string): Promise<boolean>;
}

type Step = "asked" | "why" | "told";

const SAID = { asked: "feedback.ask", why: "feedback.why", told: "feedback.thanks" } as const;

export function Feedback({ t, told = false, send }: Props) {
  const [reached, setStep] = useState<Step>("asked");
  const [busy, setBusy] = useState(false);
  const step = reached === "asked" && told && !busy ? "told" : reached;
  const place = useFocusAfter<HTMLDivElement>(step);
  const tell = async (next: Step, helpful: boolean, reason?: string) => {
    setBusy(true);
    const isKept = await send(helpful, reason);
    setBusy(false);
    if (isKept) setStep(next);
  };
  const option = (key: StringKey, act: () => void) => (
    <button key={key} type="button" className="xh-quiet" disabled={busy} onClick={act}>
      {t(key)}
    </button>
  );
  return (
    <div className="xh-row xh-feedback" role="group" aria-label={t(SAID[step])} ref={place} tabIndex={-1}>
      {step !== "asked" && <p className="xh-note">{t(SAID[step])}</p>}
      {step === "asked" && [option("feedback.yes", () => void tell("told", true)), option("feedback.no", () => void tell("why", false))]}
      {step === "why" && [
        ...REASONS.map((reason) => option(reason, () => void tell("told", false, t(reason)))),
        option("feedback.skip", () => setStep("told")),
      ]}
    </div>
  );
}
