/** What is said between the sheet and the verification page in its frame; both are of our own origin. */

import { shopInk } from "../theme/appearance";
import type { VerificationSheetProps, VerificationStatus } from "../cards/types";

const REPORT = "xiaohu:verification";
const APPEARANCE = "xiaohu:appearance";
const ENDS = ["passed", "failed", "expired", "locked"] as const satisfies readonly VerificationStatus[];

/**
 * What the page may report: it is there; the customer is done with it; a step needs a window of its own; how it ended.
 * Hints only: whether somebody passed is known to the server, and told by the conversation.
 */
export type Report = VerificationStatus | "ready" | "done" | "outside";

const REPORTS: readonly Report[] = [...ENDS, "ready", "done", "outside"];

/** The report in a message, or null when it is not from this frame's page or not one that we know. */
export function reportOf(event: MessageEvent<unknown>, frame: HTMLIFrameElement | null): Report | null {
  if (event.origin !== location.origin || !frame || event.source !== frame.contentWindow) return null;
  const { type, status } = Object(event.data) as Record<string, unknown>;
  return type === REPORT ? (REPORTS.find((one) => one === status) ?? null) : null;
}

export function endOf(report: Report): VerificationStatus | null {
  return ENDS.find((one) => one === report) ?? null;
}

/** Have the page look and speak as the chat does. */
export function dress(frame: HTMLIFrameElement, { theme, elder, locale }: Pick<VerificationSheetProps, "theme" | "elder" | "locale">): void {
  frame.contentWindow?.postMessage({ type: APPEARANCE, theme, elder, locale, accent: shopInk() }, location.origin);
}

/**
 * The page's address on our own origin, whatever name this window was opened under; null for what is no such page.
 *
 * @param url as the card has it, with or without a host.
 */
export function pageAddress(url: string): string | null {
  try {
    const { pathname, search } = new URL(url, location.href);
    return /\/verify\/[A-Za-z0-9_-]+$/.test(pathname) ? pathname + search : null;
  } catch {
    return null;
  }
}
