/** Keeps a full-screen panel above a phone's keyboard. */
export function keepAboveKeyboard(panel: HTMLElement, viewport = window.visualViewport): void {
  if (!viewport) return;
  const fit = () => {
    const covered = viewport.scale === 1 && window.innerHeight - viewport.height > 1;
    set(panel, "--height", covered ? `${viewport.height}px` : null);
    set(panel, "--top", covered ? `${viewport.offsetTop}px` : null);
  };
  viewport.addEventListener("resize", fit);
  viewport.addEventListener("scroll", fit);
}

function set(element: HTMLElement, name: string, value: string | null): void {
  if (value === null) element.style.removeProperty(name);
  else element.style.setProperty(name, value);
}
