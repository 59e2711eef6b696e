/** Takes the place of what a page has queued, once. */

import { scriptFacts } from "./options";
import { Xiaohu } from "./xiaohu";

type Queue = unknown[] | { q?: unknown[] } | Xiaohu | undefined;

export function begin(script: HTMLScriptElement | null, page: Window = window): Xiaohu | null {
  const holder = page as unknown as { Xiaohu?: Queue };
  const before = holder.Xiaohu;
  if (before instanceof Xiaohu || isLoaded(before)) return null;
  if (!script?.src) {
    console.warn("[xiaohu] widget.js is to be loaded by a script element with its address in src.");
    return null;
  }
  const xiaohu = new Xiaohu(scriptFacts(script));
  holder.Xiaohu = xiaohu;
  // Where no script may run, a plain link stands in; here it has done its duty.
  for (const link of document.querySelectorAll<HTMLElement>("[data-xiaohu-fallback]")) link.hidden = true;
  xiaohu.push(...(Array.isArray(before) ? before : (before?.q ?? [])));
  return xiaohu;
}

/** Another copy of this script has been here. */
function isLoaded(before: Queue): boolean {
  return typeof (before as { logout?: unknown } | undefined)?.logout === "function" && !Array.isArray((before as { q?: unknown }).q);
}
