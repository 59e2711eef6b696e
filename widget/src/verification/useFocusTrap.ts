/** A dialog over the window: what is behind it cannot be reached, and the focus goes back to where it came from. */

import { useEffect, type RefObject } from "react";

/**
 * Keep the focus in `dialog` while it is shown, and give it back to `opener` afterwards.
 *
 * @param opener what was pressed to open it; left alone when it has gone in the meantime.
 */
export function useFocusTrap(dialog: RefObject<HTMLElement>, opener: HTMLElement | null): void {
  useEffect(() => {
    const behind = othersThan(dialog.current);
    for (const element of behind) element.setAttribute("inert", "");
    return () => {
      for (const element of behind) element.removeAttribute("inert");
      if (opener?.isConnected) opener.focus();
    };
  }, [dialog, opener]);
}

// Everything beside the dialog's own branch of the page, unless it could not be reached before either.
function othersThan(dialog: HTMLElement | null): Element[] {
  const branch = dialog?.closest("body > *");
  return [...document.body.children].filter((element) => element !== branch && !element.hasAttribute("inert"));
}
