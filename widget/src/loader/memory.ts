/** Two facts that the host's page remembers: that the chat was used, and that it was closed on purpose. */

const USED = "xiaohu.used";
const CLOSED = "xiaohu.closed";

export function wasUsed(): boolean {
  return attempt(() => localStorage.getItem(USED) !== null) ?? false;
}

export function rememberUse(): void {
  attempt(() => localStorage.setItem(USED, "1"));
}

export function wasClosed(): boolean {
  return attempt(() => sessionStorage.getItem(CLOSED) !== null) ?? false;
}

export function rememberClosing(): void {
  attempt(() => sessionStorage.setItem(CLOSED, "1"));
}

export function forgetAll(): void {
  attempt(() => localStorage.removeItem(USED));
  attempt(() => sessionStorage.removeItem(CLOSED));
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined; // storage is forbidden: every page begins anew
  }
}
