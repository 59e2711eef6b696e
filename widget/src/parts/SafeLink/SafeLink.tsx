/** A link that leads out of the chat: only over https, in a window of its own that learns nothing of us. */

import type { ReactNode } from "react";

interface Props {
  href: string | null | undefined;
  label?: string;
  className?: string;
  children: ReactNode;
}

/** Nothing at all when the address is not one that may be followed. */
export function SafeLink({ href, label, className = "xh-quiet", children }: Props) {
  const address = safeAddress(href);
  if (address === null) return null;
  return (
    <a className={className} href={address} target="_blank" rel="noopener noreferrer" {...(label ? { "aria-label": label } : {})}>
      {children}
    </a>
  );
}

/** The address when it is https and names nobody's password; null otherwise. */
export function safeAddress(text: string | null | undefined): string | null {
  try {
    const { protocol, username, password, href } = new URL(text ?? "");
    return protocol === "https:" && !username && !password ? href : null;
  } catch {
    return null;
  }
}
