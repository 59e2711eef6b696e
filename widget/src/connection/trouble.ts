/** Why a call did not succeed, in terms that the window has a sentence and a way on for. */

import type { StringKey, Translate, Locale } from "../strings";

export type TroubleKind = "offline" | "signed-out" | "other-customer" | "too-large" | "too-many" | "server" | "refused";

/** One call that failed; `title` is the gateway's own Chinese sentence, `retryAfter` seconds. */
export class Trouble extends Error {
  constructor(
    readonly kind: TroubleKind,
    readonly status = 0,
    readonly title: string | null = null,
    readonly retryAfter: number | null = null,
  ) {
    super(`${kind} ${status}`);
  }

  /** Whether the same call could succeed later as it is. */
  get passes(): boolean {
    return !["too-large", "refused", "other-customer"].includes(this.kind);
  }
}

/** Anything but a Trouble is a mistake of ours, and goes on as one. */
export function asTrouble(error: unknown): Trouble {
  if (error instanceof Trouble) return error;
  throw error;
}

interface Problem {
  title?: unknown;
  retry_after?: unknown;
}

const BY_STATUS: Partial<Record<number, TroubleKind>> = { 401: "signed-out", 408: "offline", 413: "too-large", 429: "too-many" };
const LONGEST_WAIT = 3600;
const USUAL_WAIT = 5;

/** What a refusal means; a proxy's page in place of a problem is told by its status alone. */
export async function troubleOf(answer: Response): Promise<Trouble> {
  const problem = await problemIn(answer);
  const kind = BY_STATUS[answer.status] ?? (answer.status >= 500 ? "server" : "refused");
  const title = typeof problem.title === "string" ? problem.title : null;
  return new Trouble(kind, answer.status, title, kind === "too-many" ? waitOf(answer, problem) : null);
}

async function problemIn(answer: Response): Promise<Problem> {
  try {
    const parsed: unknown = JSON.parse(await answer.text());
    return typeof parsed === "object" && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}

function waitOf(answer: Response, problem: Problem): number {
  const said = Number(problem.retry_after ?? answer.headers.get("Retry-After"));
  return said > 0 ? Math.min(said, LONGEST_WAIT) : USUAL_WAIT;
}

const SENTENCES: Record<TroubleKind, StringKey> = {
  offline: "trouble.offline",
  "signed-out": "trouble.signed-out",
  "other-customer": "trouble.other-customer",
  "too-large": "trouble.too-large",
  "too-many": "trouble.too-many",
  server: "trouble.server",
  refused: "trouble.refused",
};

/** The sentence for the customer; the gateway's own where it knows better and speaks the language. */
export function sentenceOf(trouble: Trouble, t: Translate, locale: Locale, secondsLeft = trouble.retryAfter ?? 0): string {
  if (trouble.kind === "refused" && trouble.title && locale === "zh-CN") return trouble.title;
  return t(SENTENCES[trouble.kind], { seconds: secondsLeft });
}
