/** The verification page in its frame: loading, open, failed, and how it ended. */

import { useCallback, useEffect, useRef, useState, type RefObject } from "react";

import type { VerificationSheetProps } from "../cards/types";
import { dress, endOf, pageAddress, reportOf, type Report } from "./frame";

/** Long enough to read that it worked. */
export const LINGER = 1200;
/** Then something must have appeared. */
export const PATIENCE = 15_000;

type Phase = "loading" | "open" | "failed";

export interface Page {
  phase: Phase;
  needsWindow: boolean;
  /** Counts up with every new attempt to load it. */
  attempt: number;
  frame: RefObject<HTMLIFrameElement>;
  retry(): void;
  loaded(): void;
}

/** How far the page is, from what it reports and from how its loading went. */
export function usePage({ url, onClose, onStatus, theme, elder, locale }: VerificationSheetProps): Page {
  const frame = useRef<HTMLIFrameElement>(null);
  const [phase, setPhase] = useState<Phase>(pageAddress(url) === null ? "failed" : "loading");
  const [needsWindow, setNeedsWindow] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const [isPassed, setPassed] = useState(false);

  const heard = useCallback(
    (report: Report) => {
      setPhase("open");
      setNeedsWindow(report === "outside");
      if (report === "ready" && frame.current) dress(frame.current, { theme, elder, locale });
      if (report === "done") onClose();
      const end = endOf(report);
      if (end) onStatus(end);
      if (end === "passed") setPassed(true);
    },
    [onClose, onStatus, theme, elder, locale],
  );
  useReports(frame, heard);
  useDelay(phase === "loading", PATIENCE, () => setPhase("failed"));
  useDelay(isPassed, LINGER, onClose);
  useEffect(() => {
    if (frame.current) dress(frame.current, { theme, elder, locale });
  }, [theme, elder, locale]);

  return {
    phase,
    needsWindow,
    attempt,
    frame,
    retry: () => {
      setAttempt((before) => before + 1);
      setPhase("loading");
    },
    // A browser's own page about a missing network cannot be looked into.
    loaded: () => setPhase(hasPage(frame.current) ? "open" : "failed"),
  };
}

function useReports(frame: RefObject<HTMLIFrameElement>, heard: (report: Report) => void): void {
  useEffect(() => {
    const listen = (event: MessageEvent<unknown>) => {
      const report = reportOf(event, frame.current);
      if (report) heard(report);
    };
    addEventListener("message", listen);
    return () => removeEventListener("message", listen);
  }, [frame, heard]);
}

function useDelay(isOn: boolean, milliseconds: number, act: () => void): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    if (!isOn) return undefined;
    const timer = setTimeout(() => latest.current(), milliseconds);
    return () => clearTimeout(timer);
  }, [isOn, milliseconds]);
}

function hasPage(frame: HTMLIFrameElement | null): boolean {
  try {
    return Boolean(frame?.contentDocument?.querySelector("main"));
  } catch {
    return false;
  }
}
