/** Keeps a full page above a phone's keyboard, where the browser only moves it out of sight. */
export function fitToKeyboard(root: HTMLElement = document.documentElement, viewport = window.visualViewport): void {
  if (!viewport) return;
  const fit = () => {
    // Zooming in shrinks it too, and must not shrink the page.
    const covered = viewport.scale === 1 && window.innerHeight - viewport.height > 1;
    root.style.height = covered ? `${viewport.height}px` : "";
    if (covered) window.scrollTo(0, 0);
  };
  viewport.addEventListener("resize", fit);
}
